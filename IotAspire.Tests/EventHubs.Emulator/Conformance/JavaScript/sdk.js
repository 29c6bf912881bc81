// The SDK, from the folder it was installed into (first argument): that is not where these scripts are.
import { createRequire } from "node:module";
import path from "node:path";

export const sdkFolder = path.resolve(process.argv[2]);

const require = createRequire(path.join(sdkFolder, "package.json"));

export const sdk = require("@azure/event-hubs");

// The SDK's own mapping of partition keys; not exported, so by its file.
export const { mapPartitionKeyToId } = require(
  path.join(sdkFolder, "node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js"));
