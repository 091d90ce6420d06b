//! Both databases get the same schema: held against each other as their own catalogues tell it.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, Statement};

use crate::database::TestDatabase;

/// One line for each column, key and index: `table | what | …`. The same of both, where the same is meant.
const OF_SQLITE: &str = "
    WITH tables AS (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%')
    SELECT t.name || ' | column | ' || c.name || ' | ' || lower(c.type) || iif(c.\"notnull\", ' | not null', '') AS line
      FROM tables t, pragma_table_info(t.name) c
    UNION ALL
    SELECT t.name || ' | key | ' || (SELECT group_concat(name, ',' ORDER BY pk) FROM pragma_table_info(t.name) WHERE pk > 0)
      FROM tables t
    UNION ALL
    SELECT t.name || ' | index | ' || i.name || ' | ' || iif(i.\"unique\", 'unique', 'plain') || ' | '
           || (SELECT group_concat(name, ',' ORDER BY seqno) FROM pragma_index_info(i.name)) || ' | '
           || (SELECT iif(instr(sql, 'WHERE'), substr(sql, instr(sql, 'WHERE') + 6), '') FROM sqlite_schema WHERE name = i.name)
      FROM tables t, pragma_index_list(t.name) i WHERE i.origin = 'c'
    UNION ALL
    SELECT t.name || ' | refers | ' || f.\"from\" || ' | ' || f.\"table\" || ' | ' || f.\"to\"
      FROM tables t, pragma_foreign_key_list(t.name) f";

const OF_POSTGRES: &str = "
    SELECT table_name || ' | column | ' || column_name || ' | ' || data_type
           || CASE is_nullable WHEN 'NO' THEN ' | not null' ELSE '' END AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT conrelid::regclass || ' | key | '
           || (SELECT string_agg(attname, ',' ORDER BY n) FROM unnest(conkey) WITH ORDINALITY AS k(number, n)
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = number)
      FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace
    UNION ALL
    SELECT indrelid::regclass || ' | index | ' || indexrelid::regclass || ' | '
           || CASE WHEN indisunique THEN 'unique' ELSE 'plain' END || ' | '
           || (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = indexrelid) || ' | '
           || coalesce(pg_get_expr(indpred, indrelid), '')
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary
    UNION ALL
    SELECT conrelid::regclass || ' | refers | ' || a.attname || ' | ' || confrelid::regclass || ' | ' || b.attname
      FROM pg_constraint
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
      JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
     WHERE contype = 'f'";

async fn schema(database: &TestDatabase, catalogue: &str) -> BTreeSet<String> {
    drop(database.open().await);
    let asked = Statement::from_string(database.backend(), catalogue);
    let rows = database.beside().await.query_all_raw(asked).await.unwrap();
    let line = |row: &sea_orm::QueryResult| row.try_get::<Option<String>>("", "line").unwrap();
    let told: Vec<_> = rows.iter().filter_map(line).collect();
    // A predicate and a name are written with other marks; an integer of SQLite is as wide as it needs to be, up to 64 bits.
    let plain = |line: &String| line.replace(['(', ')', '"'], "").replace("character varying", "varchar");
    told.iter().map(|line| plain(line).replace("| integer", "| bigint")).collect()
}

#[tokio::test]
async fn both_databases_get_the_same_schema() {
    let sqlite = schema(&TestDatabase::file(), OF_SQLITE).await;
    let postgres = schema(&TestDatabase::on_server().await, OF_POSTGRES).await;
    // A server would check each row by itself: there the lock on the site's row stands for it.
    let (checked, rest): (BTreeSet<String>, _) =
        sqlite.iter().cloned().partition(|line| line.contains("| refers |"));
    let differing: Vec<_> = rest.symmetric_difference(&postgres).collect();
    assert_eq!(differing, [""; 0]);
    assert_eq!(checked.len(), 6);
    // What would be equal because nothing was found.
    for line in [
        "journal | column | sequence | bigint | not null",
        "journal | key | site,sequence",
        "journal | refers | site | sites | id",
        "particulars | index | particulars_by_phone | unique | site,phone | phone IS NOT NULL",
        "requests | index | requests_by_age | plain | at | ",
        "floors | column | floor | text | not null",
        "particulars | index | particulars_by_name | plain | site,name_key | name_key IS NOT NULL",
        "former_phones | key | site,phone",
        "parties | column | holder | text",
    ] {
        assert!(sqlite.contains(line), "{line} is not among {sqlite:#?}");
    }
}
