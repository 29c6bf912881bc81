# Reads answers with pandas: python3 - <file>...
# One line of JSON a file: its columns and rows. Numbers are their eight bytes, so that nothing is lost or mended on the way.

import json
import math
import struct
import sys

import pandas as pd

TEXTS = ["sensorId", "description", "text", "type", "unit", "origin", "table", "field", "meaning"]


def cell(value):
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "#" + struct.pack(">d", value).hex()
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value


def read(file):
    if file.endswith(".csv"):
        # Texts that look like something else stay texts, as whoever knows the columns reads them.
        return pd.read_csv(file, float_precision="round_trip", keep_default_na=False, na_values=[""], dtype={name: str for name in TEXTS})
    if file.endswith(".ndjson"):
        # Its own read_json refuses subnormal numbers where it shall read exactly.
        with open(file, encoding="utf-8") as lines:
            return pd.DataFrame([json.loads(line) for line in lines])
    return pd.read_excel(file, keep_default_na=False, na_values=[""])


for file in sys.argv[1:]:
    table = read(file)
    rows = [[cell(value) for value in row] for row in table.astype(object).values.tolist()]
    print(json.dumps({"columns": list(table.columns), "rows": rows}))
