"""Validates JSON files against a JSON Schema: validate.py SCHEMA FILE..."""
import json
import sys

from jsonschema import validators

schema = json.load(open(sys.argv[1]))
validator = validators.validator_for(schema)
validator.check_schema(schema)
bad = 0
for file in sys.argv[2:]:
    for error in validator(schema).iter_errors(json.load(open(file))):
        bad = 1
        print(f"{file}: {error.json_path}: {error.message[:300]}")
sys.exit(bad)
