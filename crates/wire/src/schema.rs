//! OpenAPI schemas of the values that write themselves as a JSON text or number.

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// Gives a type a schema of its own name.
macro_rules! named {
    ($name:ident, $schema:expr) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $schema.into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    };
}
pub(crate) use named;

/// A text with bounds in characters.
pub(crate) fn text(least: usize, most: usize) -> Schema {
    let least = (least > 0).then_some(least);
    ObjectBuilder::new().schema_type(Type::String).min_length(least).max_length(Some(most)).build().into()
}

/// A text, or one of these words.
pub(crate) fn words(words: Option<&'static [&'static str]>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(words.map(<[&str]>::to_vec)).build().into()
}

/// A text of this pattern.
pub(crate) fn pattern(pattern: &str) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build().into()
}

/// An instant of RFC 3339.
pub(crate) fn instant() -> Schema {
    let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).build().into()
}

/// A number from 0 on.
pub(crate) fn number() -> Schema {
    ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).build().into()
}

#[cfg(test)]
mod tests {
    use crate::outcome::Decision;
    use crate::verb::{Arrive, StaffMember};
    use serde_json::{Value, json};
    use utoipa::PartialSchema;

    fn schema<T: PartialSchema>() -> Value {
        serde_json::to_value(T::schema()).unwrap()
    }

    #[test]
    fn a_body_tells_what_it_needs_and_refuses_the_rest() {
        let arrive = schema::<Arrive>();
        assert_eq!(arrive["required"], json!(["visitor"]));
        assert_eq!(arrive["additionalProperties"], json!(false));
        assert_eq!(arrive["properties"]["visitor"]["$ref"], "#/components/schemas/Id");
        assert_eq!(arrive["properties"]["needs"]["maxItems"], 10000);
    }

    #[test]
    fn texts_tell_their_bounds_and_words_their_choice() {
        assert_eq!(schema::<crate::Id>(), json!({"type":"string","minLength":1,"maxLength":64}));
        assert_eq!(schema::<crate::Phone>(), json!({"type":"string","maxLength":32}));
        assert_eq!(schema::<crate::vocabulary::Grade>()["enum"], json!(["prospect", "intent", "signed"]));
        assert_eq!(schema::<StaffMember>()["properties"]["half"]["maximum"], 2);
    }

    #[test]
    fn a_result_has_the_keys_of_the_specification() {
        let keys = &schema::<Decision>()["properties"];
        assert!(keys["as"].to_string().contains("#/components/schemas/Capacity"), "{}", keys["as"]);
    }
}
