// What the SDK reads about hubs and partitions.
import assert from "node:assert/strict";
import { atOnce, failure, receive, send, withConsumer, withProducer } from "./clients.js";

export const management = {
  "a hub tells its partitions and when it was made": ({ connectionString, hub }) =>
    withProducer(connectionString, async (producer) => {
      const properties = await producer.getEventHubProperties();
      assert.equal(properties.name, hub);
      assert.deepEqual(properties.partitionIds, ["0", "1", "2", "3"]);
      assert.ok(properties.createdOn instanceof Date && Math.abs(Date.now() - properties.createdOn) < 60_000, `${properties.createdOn}`);
      assert.deepEqual(await producer.getPartitionIds(), properties.partitionIds);
    }),
  "an empty partition says so": ({ connectionString, hub }) =>
    withProducer(connectionString, async (producer) => {
      const empty = await producer.getPartitionProperties("3");
      assert.equal(empty.eventHubName, hub);
      assert.equal(empty.partitionId, "3");
      assert.equal(empty.isEmpty, true);
      assert.equal(empty.lastEnqueuedSequenceNumber, -1);
      assert.equal(empty.lastEnqueuedOffset, "-1");
    }),
  "a partition tells its first and last event": async ({ connectionString }) => {
    await send(connectionString, ["a", "b", "c"], { partitionId: "1" });
    const last = (await receive(connectionString, "1", 3)).at(-1);
    await withConsumer(connectionString, async (consumer) => {
      const full = await consumer.getPartitionProperties("1");
      assert.equal(full.isEmpty, false);
      assert.equal(full.beginningSequenceNumber, 0);
      assert.equal(full.lastEnqueuedSequenceNumber, 2);
      assert.equal(full.lastEnqueuedOffset, last.offset);
      assert.deepEqual(full.lastEnqueuedOnUtc, last.enqueuedTimeUtc);
    });
  },
  "questions about what is not there are answered so": async ({ connectionString, hub }) => {
    const nowhere = connectionString.replace(hub, "nowhere");
    await failure(() => withProducer(nowhere, (producer) => producer.getEventHubProperties(), atOnce), "MessagingEntityNotFoundError");
    await failure(() => withProducer(connectionString, (producer) => producer.getPartitionProperties("99"), atOnce), "ArgumentOutOfRangeError");
  },
};
