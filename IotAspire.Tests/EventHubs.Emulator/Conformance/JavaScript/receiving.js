// Where receivers begin and how they go on.
import assert from "node:assert/strict";
import { sdk } from "./sdk.js";
import { atOnce, bodies, failure, numbers, receive, send, subscribe, withConsumer, withProducer } from "./clients.js";

// Five events in a partition, each enqueued in a millisecond of its own.
async function five(connectionString) {
  await withProducer(connectionString, async (producer) => {
    for (const body of numbers(5)) {
      await producer.sendBatch([{ body }], { partitionId: "0" });
      const sent = Date.now();
      while (Date.now() <= sent + 1) await new Promise(setImmediate);
    }
  });
  return receive(connectionString, "0", 5);
}

const from = async (connectionString, position, expected) =>
  assert.deepEqual(bodies(await receive(connectionString, "0", expected.length, position)), expected);

const refused = (connectionString, partition, startPosition, code, message, options) =>
  withConsumer(connectionString, async (consumer) => {
    const error = await subscribe(consumer, partition, { startPosition }).failure();
    assert.equal(error.code, code, `${error.code}: ${error.message}`);
    assert.ok(error.message.includes(message), error.message);
  }, { retryOptions: atOnce, ...options });

const lost = (connectionString, partition, options) =>
  refused(connectionString, partition, sdk.earliestEventPosition, "MessagingEntityNotFoundError", "could not be found", options);

export const receiving = {
  "from the earliest": async ({ connectionString }) => {
    await five(connectionString);
    await from(connectionString, sdk.earliestEventPosition, numbers(5));
  },
  "from the latest, only what comes later": async ({ connectionString }) => {
    await five(connectionString);
    await withConsumer(connectionString, async (consumer) => {
      const subscription = subscribe(consumer, "0", { startPosition: sdk.latestEventPosition, maxWaitTimeInSeconds: 0.1 });
      // The receiver is open once it has waited in vain.
      await subscription.until(() => subscription.contexts.length > 0);
      assert.deepEqual(subscription.received, []);
      await send(connectionString, ["new"], { partitionId: "0" });
      await subscription.reached(1);
      assert.deepEqual(bodies(subscription.received), ["new"]);
    });
  },
  "from an offset, inclusive or not": async ({ connectionString }) => {
    const { offset } = (await five(connectionString))[2];
    await from(connectionString, { offset }, ["3", "4"]);
    await from(connectionString, { offset, isInclusive: true }, ["2", "3", "4"]);
  },
  "from a sequence number, inclusive or not": async ({ connectionString }) => {
    const { sequenceNumber } = (await five(connectionString))[2];
    await from(connectionString, { sequenceNumber }, ["3", "4"]);
    await from(connectionString, { sequenceNumber, isInclusive: true }, ["2", "3", "4"]);
  },
  "from an enqueued time": async ({ connectionString }) => {
    const { enqueuedTimeUtc } = (await five(connectionString))[2];
    await from(connectionString, { enqueuedOn: enqueuedTimeUtc }, ["3", "4"]);
    await from(connectionString, { enqueuedOn: new Date(enqueuedTimeUtc - 1) }, ["2", "3", "4"]);
  },
  "a position beyond the end is refused": async ({ connectionString }) => {
    await five(connectionString);
    await refused(connectionString, "0", { sequenceNumber: 1000 }, "ArgumentError", "The supplied sequence number '1000' is invalid. The last sequence number in the system is '4'");
    await refused(connectionString, "0", { offset: "999999" }, "ArgumentError", "The supplied offset '999999' is invalid. The last offset in the system is");
  },
  "a small prefetch gets everything, a batch at a time": async ({ connectionString }) => {
    const sent = numbers(2000);
    await send(connectionString, sent, { partitionId: "0" });
    await withConsumer(connectionString, async (consumer) => {
      const subscription = subscribe(consumer, "0", { startPosition: sdk.earliestEventPosition, maxBatchSize: 50, prefetchCount: 50 });
      await subscription.reached(sent.length);
      assert.deepEqual(bodies(subscription.received), sent);
      assert.ok(subscription.contexts.every((context) => context.count <= 50));
    });
  },
  "events larger than a frame arrive whole": async ({ connectionString }) => {
    const large = Buffer.alloc(900_000, "°C");
    await send(connectionString, [large], { partitionId: "0" });
    assert.ok(large.equals((await receive(connectionString, "0", 1))[0].body));
  },
  "the newest event is told along with each": async ({ connectionString }) => {
    const last = (await five(connectionString))[4];
    await withConsumer(connectionString, async (consumer) => {
      const options = { startPosition: sdk.earliestEventPosition, trackLastEnqueuedEventProperties: true, maxBatchSize: 1 };
      const subscription = subscribe(consumer, "0", options);
      await subscription.reached(1);
      const [context] = subscription.contexts;
      assert.equal(context.sequenceNumber, last.sequenceNumber);
      assert.equal(context.offset, last.offset);
      assert.deepEqual(new Date(context.enqueuedOn), last.enqueuedTimeUtc);
      assert.ok(Math.abs(Date.now() - context.retrievedOn) < 60_000);
    });
  },
  "each consumer group gets every event": async ({ connectionString }) => {
    await send(connectionString, numbers(3), { partitionId: "0" });
    for (const consumerGroup of ["$Default", "$default", "aggregator"]) {
      assert.deepEqual(bodies(await receive(connectionString, "0", 3, undefined, { consumerGroup })), numbers(3), consumerGroup);
    }
  },
  "receiving from an unknown hub fails at once": ({ connectionString, hub }) => lost(connectionString.replace(hub, "nowhere"), "0"),
  "receiving with an unknown consumer group fails at once": ({ connectionString }) => lost(connectionString, "0", { consumerGroup: "strangers" }),
  "receiving from an unknown partition fails at once": ({ connectionString }) =>
    refused(connectionString, "99", sdk.earliestEventPosition, "ArgumentOutOfRangeError", "It should be between 0 and 3."),
};
