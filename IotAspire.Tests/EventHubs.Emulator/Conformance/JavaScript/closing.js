// Closing while events are on their way: the SDK ends sessions with frames still in flight in both directions.
import assert from "node:assert/strict";
import { sdk } from "./sdk.js";
import { atOnce, group, numbers, send, subscribe } from "./clients.js";

async function closeInMidFlow(connectionString) {
  const consumer = new sdk.EventHubConsumerClient(group, connectionString, { retryOptions: atOnce });
  const producer = new sdk.EventHubProducerClient(connectionString, { retryOptions: atOnce });
  const subscriptions = ["0", "1", "2", "3"].map((partition) => subscribe(consumer, partition, { startPosition: sdk.earliestEventPosition, maxBatchSize: 100 }));
  const sends = numbers(50).map((body) => producer.sendBatch([{ body }], { partitionId: "1" }).catch(() => {}));
  await subscriptions[0].reached(300);
  await Promise.race(sends);
  await Promise.all([consumer.close(), producer.close()]);
  await Promise.all(sends);
}

export const closing = {
  "closing in mid-flow doesn't hang": async ({ connectionString, rounds }) => {
    for (const _ of numbers(10)) await send(connectionString, numbers(1000), { partitionId: "0" });
    for (let round = 0; round < rounds; round++) {
      const begun = Date.now();
      await closeInMidFlow(connectionString);
      assert.ok(Date.now() - begun < 10_000, `Round ${round} took ${Date.now() - begun} ms.`);
    }
  },
};
