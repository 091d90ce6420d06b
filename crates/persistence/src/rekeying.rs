//! Names and phones of a database from before the keys were as they are: worked out anew, once.

use application::identity::{name_key, renewed};
use application::ports::{NameKey, PhoneKey, StoreError};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use crate::loading::rows;
use crate::statement::{Cell, Dialect};
use crate::writing::{names_again, particulars_rows, run};

/// So many rows are held at once.
const PAGE: usize = 1000;

#[derive(FromQueryResult)]
struct Row {
    site: String,
    party: String,
    name: Option<String>,
    phone: Option<String>,
}

/// Gives every name its key, and every phone the form in which phones are compared now. Where two forms of one number
/// stood with two customers, the later row of the two keeps it.
pub(crate) async fn rekey(transaction: &DatabaseTransaction, dialect: &Dialect) -> Result<(), StoreError> {
    let mut after = (String::new(), String::new());
    loop {
        let found = page(transaction, after).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = (last.site.clone(), last.party.clone());
        let mut keyed = particulars_rows();
        for Row { site, party, name, phone } in &found {
            let phone = phone.as_ref().map(|phone| renewed(PhoneKey::new(phone.clone())));
            let key = name.as_deref().map(name_key);
            let cells =
                [name.as_deref(), phone.as_ref().map(PhoneKey::expose), key.as_ref().map(NameKey::expose)];
            let [name, phone, key] = cells.map(Cell::from);
            keyed.push([site.into(), party.into(), name, phone, key]);
        }
        for together in keyed.runs(names_again) {
            run(transaction, dialect, dialect.free_phones, together.clone()).await?;
            run(transaction, dialect, dialect.put_particulars, together).await?;
        }
    }
}

async fn page(
    transaction: &DatabaseTransaction,
    (site, party): (String, String),
) -> Result<Vec<Row>, StoreError> {
    let asked = Statement::from_sql_and_values(
        transaction.get_database_backend(),
        "SELECT site, party, name, phone FROM particulars
          WHERE (site, party) > ($1, $2) ORDER BY site, party LIMIT $3",
        [site.into(), party.into(), i64::try_from(PAGE).unwrap_or(i64::MAX).into()],
    );
    rows(transaction, asked).await
}
