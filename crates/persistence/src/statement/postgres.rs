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
    lock_sites: "
        SELECT id, sequence, clock, next_lapse FROM sites WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
    sites: "SELECT id, sequence, clock, next_lapse FROM sites WHERE id = ANY($1)",
    floors: "SELECT site, sequence, floor FROM floors WHERE site = ANY($1)",
    tails: "
        SELECT j.site, j.sequence, j.body
          FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS w(site, after, last)
          JOIN journal j ON j.site = w.site AND j.sequence > w.after AND j.sequence <= w.last
         ORDER BY j.site, j.sequence",
    look_up: LOOK_UP,
    next_protection_ends: "
        SELECT w.site, (SELECT min(p.protected_until) FROM parties p
                         WHERE p.site = w.site AND p.protected_until >= w.at) AS protected_until
          FROM unnest($1::text[], $2::bigint[]) AS w(site, at)",
    open_sites: "
        INSERT INTO sites (id, sequence, clock, next_lapse)
        SELECT id, sequence, nullif(clock, -9223372036854775808), nullif(next_lapse, -9223372036854775808)
          FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS w(id, sequence, clock, next_lapse)",
    put_floors: "
        INSERT INTO floors (site, sequence, floor)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
        ON CONFLICT (site) DO UPDATE SET sequence = excluded.sequence, floor = excluded.floor",
    write: WRITE,
    put_checkpoints: "
        INSERT INTO checkpoints (site, sequence, floor)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
        ON CONFLICT (site, sequence) DO UPDATE SET floor = excluded.floor",
    free_phones: "
        UPDATE particulars AS n SET phone = NULL
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS w(site, party, name, phone, name_key)
         WHERE n.site = w.site AND n.phone = substr(nullif(w.phone, ''), 2) AND n.party <> w.party",
    put_particulars: "
        INSERT INTO particulars (site, party, name, phone, name_key)
        SELECT site, party, substr(nullif(name, ''), 2), substr(nullif(phone, ''), 2), substr(nullif(name_key, ''), 2)
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
               AS w(site, party, name, phone, name_key)
        ON CONFLICT (site, party) DO UPDATE SET
            name = coalesce(excluded.name, particulars.name), phone = coalesce(excluded.phone, particulars.phone),
            name_key = coalesce(excluded.name_key, particulars.name_key)",
    put_former_phones: "
        INSERT INTO former_phones (site, phone, party)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT (site, phone) DO UPDATE SET party = excluded.party",
    former_phones: "
        SELECT phone FROM former_phones
         WHERE site = ($1::text[])[1] AND party = ($2::text[])[1] ORDER BY phone",
    forget_replies: "
        DELETE FROM requests WHERE (site, scope, key) IN (
            SELECT site, scope, key FROM requests
             WHERE at < ($1::bigint[])[1] ORDER BY at LIMIT ($2::bigint[])[1] FOR UPDATE SKIP LOCKED)",
    parties: "
        SELECT 'party' AS what, NULL AS key, p.site, p.id, p.body, n.name AS one, n.phone AS other
          FROM parties p LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id
         WHERE p.site = ($1::text[])[1] AND p.id > ($2::text[])[1] AND p.merged_into IS NULL
           AND (($3::text[])[1] = '' OR p.holder = substr(($3::text[])[1], 2))
         ORDER BY p.id LIMIT ($4::bigint[])[1]",
};

/// As SQLite's: visits, phones and names with the parties they stand for, then all those parties, those named by id, by holder or
/// by the end of their protection, and whatever any of them was merged into (a set, so a circle ends); then replies.
const LOOK_UP: &str = r#"
    WITH RECURSIVE
    named(what, key, site, party) AS (
        SELECT 'visitor', v.id, v.site, v.party
          FROM unnest($1::text[], $2::text[]) AS w(site, id)
          JOIN visitors v ON v.site = w.site AND v.id = w.id
        UNION ALL
        SELECT 'phone', n.phone, n.site, n.party
          FROM unnest($3::text[], $4::text[]) AS w(site, phone)
          JOIN particulars n ON n.site = w.site AND n.phone = w.phone
        UNION ALL
        SELECT 'former', f.phone, f.site, f.party
          FROM unnest($3::text[], $4::text[]) AS w(site, phone)
          JOIN former_phones f ON f.site = w.site AND f.phone = w.phone
        UNION ALL
        SELECT 'name', n.name_key, n.site, n.party
          FROM unnest($14::text[], $15::text[]) AS w(site, name_key)
          JOIN particulars n ON n.site = w.site AND n.name_key = w.name_key
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
    SELECT what, key, site, party AS id, NULL AS body, NULL AS one, NULL AS other FROM named
    UNION ALL
    SELECT 'party', NULL, p.site, p.id, p.body, n.name, n.phone
      FROM wanted w
      JOIN parties p ON p.site = w.site AND p.id = w.party
      LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id
    UNION ALL
    SELECT 'reply', r.key, r.site, r.scope, r.body, r.fingerprint, r.at::text
      FROM unnest($11::text[], $12::text[], $13::text[]) AS w(site, scope, key)
      JOIN requests r ON r.site = w.site AND r.scope = w.scope AND r.key = w.key"#;

/// The statements of the tables that every commit touches, as one. All of them run, whether or not anything asks for what
/// they return, and none sees what another writes; so no row of one may be needed by another.
const WRITE: &str = "
    WITH
    advanced AS (
        UPDATE sites SET sequence = w.sequence, clock = nullif(w.clock, -9223372036854775808),
               next_lapse = nullif(w.next_lapse, -9223372036854775808)
          FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
               AS w(id, loaded, sequence, clock, next_lapse)
         WHERE sites.id = w.id AND sites.sequence = w.loaded
        RETURNING sites.id
    ),
    entries AS (
        INSERT INTO journal (site, sequence, at, body)
        SELECT * FROM unnest($6::text[], $7::bigint[], $8::bigint[], $9::text[])
    ),
    replies AS (
        INSERT INTO requests (site, scope, key, fingerprint, at, body)
        SELECT * FROM unnest($10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[])
    ),
    books AS (
        INSERT INTO parties (site, id, body, holder, protected_until, merged_into)
        SELECT site, id, body, substr(nullif(holder, ''), 2), nullif(protected_until, -9223372036854775808),
               substr(nullif(merged_into, ''), 2)
          FROM unnest($16::text[], $17::text[], $18::text[], $19::text[], $20::bigint[], $21::text[])
               AS w(site, id, body, holder, protected_until, merged_into)
        ON CONFLICT (site, id) DO UPDATE SET body = excluded.body, holder = excluded.holder,
            protected_until = excluded.protected_until, merged_into = excluded.merged_into
    ),
    visits AS (
        INSERT INTO visitors (site, id, party)
        SELECT * FROM unnest($22::text[], $23::text[], $24::text[])
        ON CONFLICT (site, id) DO UPDATE SET party = excluded.party
    ),
    called AS (
        INSERT INTO particulars (site, party, name, phone, name_key)
        SELECT site, party, substr(nullif(name, ''), 2), substr(nullif(phone, ''), 2), substr(nullif(name_key, ''), 2)
          FROM unnest($25::text[], $26::text[], $27::text[], $28::text[], $29::text[])
               AS w(site, party, name, phone, name_key)
        ON CONFLICT (site, party) DO UPDATE SET
            name = coalesce(excluded.name, particulars.name), phone = coalesce(excluded.phone, particulars.phone),
            name_key = coalesce(excluded.name_key, particulars.name_key)
    )
    SELECT id FROM advanced";
