// Runs one case at a time. In: a line {"case","connectionString",…}. Out: first {"cases":[…]}, then for each case
// {"passed":true} or {"failed":"why"}; before that maybe {"ask":"…"}, to which a line comes back. Ends with its input.
import readline from "node:readline";
import { access } from "./access.js";
import { closing } from "./closing.js";
import { connections } from "./connections.js";
import { management } from "./management.js";
import { owning } from "./owning.js";
import { receiving } from "./receiving.js";
import { sending } from "./sending.js";

const cases = { ...access, ...management, ...sending, ...receiving, ...owning, ...connections, ...closing };
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

async function ask(what) {
  say({ ask: what });
  await lines.next();
}

async function run({ case: name, ...argument }) {
  try {
    await cases[name]({ ...argument, ask });
    return { passed: true };
  } catch (error) {
    return { failed: error.stack ?? String(error) };
  }
}

say({ cases: Object.keys(cases) });
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  say(await run(JSON.parse(line.value)));
}
process.exit(0);
