//! The statements for PostgreSQL: rows come in as one array a column and are put together again by `unnest`.
//!
//! An array has no nulls: an empty text or the least number stands for nothing, and a text that could be empty has `=`
//! before it (see `rows`). Keys are compared by their bytes (the migration gives the columns the collation `C`), so that the
//! order of ids is the program's own.

use sea_orm::DbBackend;

use super::Dialect;

/// PostgreSQL's set.
pub(crate) const POSTGRES: Dialect = Dialect {
    backend: DbBackend::Postgres,
    floors: "SELECT id, sequence, floor FROM sites WHERE id = ANY($1) ORDER BY id FOR UPDATE",
    books: BOOKS,
    next_protection_ends: "
        SELECT w.site, (SELECT min(p.protected_until) FROM parties p
                         WHERE p.site = w.site AND p.protected_until >= w.at) AS protected_until
          FROM unnest($1::text[], $2::bigint[]) AS w(site, at)",
    requests: "
        SELECT r.site, r.scope, r.key, r.fingerprint, r.at, r.body
          FROM unnest($1::text[], $2::text[], $3::text[]) AS w(site, scope, key)
          JOIN requests r ON r.site = w.site AND r.scope = w.scope AND r.key = w.key",
    open_sites: "
        INSERT INTO sites (id, sequence, floor)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])",
    advance_sites: "
        UPDATE sites SET sequence = w.sequence, floor = coalesce(nullif(w.floor, ''), sites.floor)
          FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) AS w(id, loaded, sequence, floor)
         WHERE sites.id = w.id AND sites.sequence = w.loaded",
    append_journal: "
        INSERT INTO journal (site, sequence, at, body)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])",
    put_checkpoints: "
        INSERT INTO checkpoints (site, sequence, floor)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
        ON CONFLICT (site, sequence) DO UPDATE SET floor = excluded.floor",
    put_parties: "
        INSERT INTO parties (site, id, body, holder, protected_until, merged_into)
        SELECT site, id, body, substr(nullif(holder, ''), 2), nullif(protected_until, -9223372036854775808),
               substr(nullif(merged_into, ''), 2)
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
               AS w(site, id, body, holder, protected_until, merged_into)
        ON CONFLICT (site, id) DO UPDATE SET body = excluded.body, holder = excluded.holder,
            protected_until = excluded.protected_until, merged_into = excluded.merged_into",
    put_visitors: "
        INSERT INTO visitors (site, id, party)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT (site, id) DO UPDATE SET party = excluded.party",
    free_phones: "
        UPDATE particulars AS n SET phone = NULL
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w(site, party, name, phone)
         WHERE n.site = w.site AND n.phone = substr(nullif(w.phone, ''), 2) AND n.party <> w.party",
    put_particulars: "
        INSERT INTO particulars (site, party, name, phone)
        SELECT site, party, substr(nullif(name, ''), 2), substr(nullif(phone, ''), 2)
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w(site, party, name, phone)
        ON CONFLICT (site, party) DO UPDATE SET
            name = coalesce(excluded.name, particulars.name), phone = coalesce(excluded.phone, particulars.phone)",
    keep_replies: "
        INSERT INTO requests (site, scope, key, fingerprint, at, body)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])",
    forget_replies: "
        DELETE FROM requests WHERE (site, scope, key) IN (
            SELECT site, scope, key FROM requests
             WHERE at < ($1::bigint[])[1] ORDER BY at LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)",
    parties: "
        SELECT 'party' AS what, NULL AS key, p.site, p.id AS party, p.body, n.name, n.phone
          FROM parties p LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id
         WHERE p.site = ($1::text[])[1] AND p.id > ($2::text[])[1] AND p.merged_into IS NULL
           AND (($3::text[])[1] = '' OR p.holder = substr(($3::text[])[1], 2))
         ORDER BY p.id LIMIT ($4::bigint[])[1]",
};

/// As SQLite's: visits and phones with the parties they stand for, then all those parties, those named by id, by holder or
/// by the end of their protection, and whatever any of them was merged into (a set, so a circle ends).
const BOOKS: &str = r#"
    WITH RECURSIVE
    named(what, key, site, party) AS (
        SELECT 'visitor', v.id, v.site, v.party
          FROM unnest($1::text[], $2::text[]) AS w(site, id)
          JOIN visitors v ON v.site = w.site AND v.id = w.id
        UNION ALL
        SELECT 'phone', n.phone, n.site, n.party
          FROM unnest($3::text[], $4::text[]) AS w(site, phone)
          JOIN particulars n ON n.site = w.site AND n.phone = w.phone
    ),
    wanted(site, party) AS (
        (
            SELECT site, party FROM named
            UNION
            SELECT site COLLATE "C", id COLLATE "C" FROM unnest($5::text[], $6::text[]) AS w(site, id)
            UNION
            SELECT p.site, p.id
              FROM unnest($7::text[], $8::text[]) AS w(site, holder)
              JOIN parties p ON p.site = w.site AND p.holder = w.holder
            UNION
            SELECT p.site, p.id
              FROM unnest($9::text[], $10::bigint[]) AS w(site, before)
              JOIN parties p ON p.site = w.site AND p.protected_until < w.before
        )
        UNION
        SELECT p.site, p.merged_into
          FROM wanted w
          JOIN parties p ON p.site = w.site AND p.id = w.party
         WHERE p.merged_into IS NOT NULL
    )
    SELECT what, key, site, party, NULL AS body, NULL AS name, NULL AS phone FROM named
    UNION ALL
    SELECT 'party', NULL, p.site, p.id, p.body, n.name, n.phone
      FROM wanted w
      JOIN parties p ON p.site = w.site AND p.id = w.party
      LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id"#;
