// Tokens: what is refused, and with which of the SDK's errors.
import crypto from "node:crypto";
import assert from "node:assert/strict";
import { sdk, sdkFolder } from "./sdk.js";
import { createRequire } from "node:module";
import { failure, receive, send, withConsumer, withProducer } from "./clients.js";

const { AzureSASCredential } = createRequire(sdkFolder + "/package.json")("@azure/core-auth");

const fields = (connectionString) =>
  Object.fromEntries(connectionString.split(";").map((field) => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]));

function token(connectionString, { resource, expires = Date.now() / 1000 + 3600 } = {}) {
  const { SharedAccessKeyName: name, SharedAccessKey: key, EntityPath: hub } = fields(connectionString);
  const encoded = encodeURIComponent(resource ?? `sb://localhost/${hub}`);
  const expiry = Math.floor(expires);
  const signature = crypto.createHmac("sha256", key).update(`${encoded}\n${expiry}`, "utf8").digest("base64");
  return `SharedAccessSignature sr=${encoded}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${encodeURIComponent(name)}`;
}

// A connection string with a token instead of a key.
const withToken = (connectionString, options) => {
  const { Endpoint, EntityPath } = fields(connectionString);
  return `Endpoint=${Endpoint};SharedAccessSignature=${token(connectionString, options)};UseDevelopmentEmulator=true;EntityPath=${EntityPath}`;
};

// The SDK retries even these: the key might have been changed on purpose.
const once = { maxRetries: 0, timeoutInMs: 10_000 };

async function refused(connectionString) {
  await failure(() => withProducer(connectionString, (producer) => producer.sendBatch([{ body: "x" }]), once), "UnauthorizedError");
  await failure(() => withConsumer(connectionString, (consumer) => consumer.getEventHubProperties(), { retryOptions: once }), "UnauthorizedError");
}

export const access = {
  "a token instead of a key is enough": async ({ connectionString }) => {
    const own = withToken(connectionString);
    await send(own, ["a"], { partitionId: "0" });
    assert.equal((await receive(own, "0", 1))[0].body, "a");
  },
  "a wrong key is refused": async ({ connectionString }) => refused(connectionString.replace("SAS_KEY_VALUE", "another")),
  "an expired token is refused": async ({ connectionString }) =>
    refused(withToken(connectionString, { expires: Date.now() / 1000 - 60 })),
  "a token for another hub is refused": async ({ connectionString }) =>
    refused(withToken(connectionString, { resource: "sb://localhost/other" })),
};
