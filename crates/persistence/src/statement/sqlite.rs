//! The statements for SQLite: rows come in through `json_each`, `CROSS JOIN` fixes that they drive the look-up.

use sea_orm::DbBackend;

use super::Dialect;

/// SQLite's set.
pub(crate) const SQLITE: Dialect = Dialect {
    backend: DbBackend::Sqlite,
    lock_sites: SITES,
    sites: SITES,
    floors: "
        SELECT f.site, f.sequence, f.floor FROM json_each(?1) w CROSS JOIN floors f ON f.site = w.value ->> 0",
    tails: "
        SELECT j.site, j.sequence, j.body
          FROM json_each(?1) w
          CROSS JOIN journal j
            ON j.site = w.value ->> 0 AND j.sequence > w.value ->> 1 AND j.sequence <= w.value ->> 2
         ORDER BY j.site, j.sequence",
    look_up: LOOK_UP,
    next_protection_ends: "
        SELECT w.value ->> 0 AS site,
               (SELECT min(p.protected_until) FROM parties p
                 WHERE p.site = w.value ->> 0 AND p.protected_until >= w.value ->> 1) AS protected_until
          FROM json_each(?1) w",
    open_sites: "
        INSERT INTO sites (id, sequence, clock, next_lapse)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1)",
    put_floors: "
        INSERT INTO floors (site, sequence, floor)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1) WHERE true
        ON CONFLICT (site) DO UPDATE SET sequence = excluded.sequence, floor = excluded.floor",
    write: WRITE,
    put_checkpoints: "
        INSERT INTO checkpoints (site, sequence, floor)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1) WHERE true
        ON CONFLICT (site, sequence) DO UPDATE SET floor = excluded.floor",
    free_phones: "
        UPDATE particulars AS n SET phone = NULL
          FROM json_each(?1) w
         WHERE n.site = w.value ->> 0 AND n.phone = w.value ->> 3 AND n.party <> w.value ->> 1",
    put_particulars: "
        INSERT INTO particulars (site, party, name, phone, name_key)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?1) WHERE true
        ON CONFLICT (site, party) DO UPDATE SET
            name = coalesce(excluded.name, particulars.name), phone = coalesce(excluded.phone, particulars.phone),
            name_key = coalesce(excluded.name_key, particulars.name_key)",
    put_former_phones: "
        INSERT INTO former_phones (site, phone, party)
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1) WHERE true
        ON CONFLICT (site, phone) DO UPDATE SET party = excluded.party",
    former_phones: "
        SELECT phone FROM former_phones
         WHERE site = ?1 ->> '$[0][0]' AND party = ?1 ->> '$[0][1]' ORDER BY phone",
    forget_replies: "
        DELETE FROM requests WHERE (site, scope, key) IN (
            SELECT site, scope, key FROM requests WHERE at < ?1 ->> '$[0][0]' ORDER BY at LIMIT ?1 ->> '$[0][1]')",
    parties: "
        SELECT 'party' AS what, NULL AS key, p.site, p.id, p.body, n.name AS one, n.phone AS other
          FROM parties p LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id
         WHERE p.site = ?1 ->> '$[0][0]' AND p.id > ?1 ->> '$[0][1]' AND p.merged_into IS NULL
           AND (?1 ->> '$[0][2]' IS NULL OR p.holder = ?1 ->> '$[0][2]')
         ORDER BY p.id LIMIT ?1 ->> '$[0][3]'",
};

/// The one connection that writes has the file's lock already.
const SITES: &str = "
    SELECT s.id, s.sequence, s.clock, s.next_lapse FROM json_each(?1) w CROSS JOIN sites s ON s.id = w.value ->> 0";

/// Several statements, for each of which the driver binds what it names. A parameter's number stands after `$`: after `?`
/// the driver would count those before it as the statement's own.
const WRITE: &str = "
    UPDATE sites SET sequence = w.value ->> 2, clock = w.value ->> 3, next_lapse = w.value ->> 4
      FROM json_each($1) w
     WHERE sites.id = w.value ->> 0 AND sites.sequence = w.value ->> 1
    RETURNING sites.id;
    INSERT INTO journal (site, sequence, at, body)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($2);
    INSERT INTO requests (site, scope, key, fingerprint, at, body)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each($3);
    INSERT INTO parties (site, id, body, holder, protected_until, merged_into)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
      FROM json_each($4) WHERE true
    ON CONFLICT (site, id) DO UPDATE SET body = excluded.body, holder = excluded.holder,
        protected_until = excluded.protected_until, merged_into = excluded.merged_into;
    INSERT INTO visitors (site, id, party)
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($5) WHERE true
    ON CONFLICT (site, id) DO UPDATE SET party = excluded.party;
    INSERT INTO particulars (site, party, name, phone, name_key)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($6) WHERE true
    ON CONFLICT (site, party) DO UPDATE SET
        name = coalesce(excluded.name, particulars.name), phone = coalesce(excluded.phone, particulars.phone),
        name_key = coalesce(excluded.name_key, particulars.name_key)";

/// Visits, phones (on record, and had before) and names with the parties they stand for, then all those parties, those named by id, by holder or by the
/// end of their protection, and whatever any of them was merged into (a set, so a circle ends); then replies.
const LOOK_UP: &str = "
    WITH RECURSIVE
    named(what, key, site, party) AS (
        SELECT 'visitor', v.id, v.site, v.party
          FROM json_each($1) w
          CROSS JOIN visitors v ON v.site = w.value ->> 0 AND v.id = w.value ->> 1
        UNION ALL
        SELECT 'phone', n.phone, n.site, n.party
          FROM json_each($2) w
          CROSS JOIN particulars n ON n.site = w.value ->> 0 AND n.phone = w.value ->> 1
        UNION ALL
        SELECT 'former', f.phone, f.site, f.party
          FROM json_each($2) w
          CROSS JOIN former_phones f ON f.site = w.value ->> 0 AND f.phone = w.value ->> 1
        UNION ALL
        SELECT 'name', n.name_key, n.site, n.party
          FROM json_each($7) w
          CROSS JOIN particulars n ON n.site = w.value ->> 0 AND n.name_key = w.value ->> 1
    ),
    wanted(site, party) AS (
        SELECT site, party FROM named
        UNION
        SELECT value ->> 0, value ->> 1 FROM json_each($3)
        UNION
        SELECT p.site, p.id
          FROM json_each($4) w
          CROSS JOIN parties p ON p.site = w.value ->> 0 AND p.holder = w.value ->> 1
        UNION
        SELECT p.site, p.id
          FROM json_each($5) w
          CROSS JOIN parties p ON p.site = w.value ->> 0 AND p.protected_until < w.value ->> 1
        UNION
        SELECT p.site, p.merged_into
          FROM wanted w
          CROSS JOIN parties p ON p.site = w.site AND p.id = w.party
         WHERE p.merged_into IS NOT NULL
    )
    SELECT what, key, site, party AS id, NULL AS body, NULL AS one, NULL AS other FROM named
    UNION ALL
    SELECT 'party', NULL, p.site, p.id, p.body, n.name, n.phone
      FROM wanted w
      CROSS JOIN parties p ON p.site = w.site AND p.id = w.party
      LEFT JOIN particulars n ON n.site = p.site AND n.party = p.id
    UNION ALL
    SELECT 'reply', r.key, r.site, r.scope, r.body, r.fingerprint, CAST(r.at AS TEXT)
      FROM json_each($6) w
      CROSS JOIN requests r ON r.site = w.value ->> 0 AND r.scope = w.value ->> 1 AND r.key = w.value ->> 2";
