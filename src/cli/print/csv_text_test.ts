import { assertEquals } from "@std/assert";
import { jsonFormat } from "../../format/json/format.ts";
import { parseJsonValue } from "../../model/json_value.ts";
import { printCsvText } from "./csv_text.ts";

const CASES: readonly { name: string; json: string; csv: string }[] = [
  { name: "rows for the tables of a table", json: '{"a":{"x":1},"b":{"y":"2"}}', csv: "key,x,y\na,1,\nb,,2\n" },
  { name: "rows for the tables of an array", json: '[{"x":1},{"x":2,"y":3}]', csv: "x,y\n1,\n2,3\n" },
  {
    name: "another name for the keys where key is a column",
    json: '{"a":{"key":1,"_key":2}}',
    csv: "__key,key,_key\na,1,2\n",
  },
  { name: "arrays as literals", json: '{"a":{"x":["y",1.0]}}', csv: 'key,x\na,"[""y"", 1.0]"\n' },
  {
    name: "null as nothing, and the empty string in quotes",
    json: '[{"x":null,"y":"","z":false}]',
    csv: 'x,y,z\n,"",false\n',
  },
  {
    name: "quotes where they are needed",
    json: '[{"a,b":"c\\nd","e":" f","g":"h\\"i"}]',
    csv: '"a,b",e,g\n"c\nd"," f","h""i"\n',
  },
  { name: "keys and values of tables in tables", json: '{"a":{"x":{"y":1}}}', csv: "key,value\nt.a.x.y,1\n" },
  { name: "keys and values of mixed tables", json: '{"a":{"x":1},"b":2}', csv: "key,value\nt.a.x,1\nt.b,2\n" },
  { name: "the key of a lone value", json: "[1,2]", csv: 'key,value\nt,"[1, 2]"\n' },
  { name: "the key of an empty table", json: "{}", csv: "key,value\nt,{}\n" },
];

for (const { name, json, csv } of CASES) {
  Deno.test(`printCsvText() writes ${name}`, () => {
    assertEquals(printCsvText(parseJsonValue(json), ["t"], jsonFormat), csv);
  });
}
