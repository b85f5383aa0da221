//! The published JSON Schema.

use serde_json::Value;

/// What is wrong with one report, place by place.
pub fn faults(report: &Value) -> Vec<String> {
    let faults = one().iter_errors(report).map(|error| {
        let said: String = error.to_string().chars().take(200).collect();
        format!("{}: {said}", error.instance_path())
    });
    faults.collect()
}

/// The part of the schema that says what one report is: it tells the place of a fault, the whole only that there is one.
fn one() -> &'static jsonschema::Validator {
    static ONE: std::sync::OnceLock<jsonschema::Validator> = std::sync::OnceLock::new();
    ONE.get_or_init(|| {
        let mut schema: Value = serde_json::from_str(eid_ready::report::schema()).unwrap();
        let fields = schema.as_object_mut().unwrap();
        fields.remove("oneOf").unwrap();
        fields.insert("$ref".to_owned(), "#/$defs/report".into());
        jsonschema::validator_for(&schema).unwrap()
    })
}
