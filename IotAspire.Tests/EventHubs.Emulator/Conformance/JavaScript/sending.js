// Where events go and what of them arrives.
import assert from "node:assert/strict";
import { mapPartitionKeyToId, sdk } from "./sdk.js";
import { atOnce, bodies, failure, numbers, receive, send, subscribe, withConsumer, withProducer } from "./clients.js";

const partitions = ["0", "1", "2", "3"];

const receiveAll = (connectionString, count) =>
  withConsumer(connectionString, async (consumer) => {
    const subscription = subscribe(consumer, undefined, { startPosition: sdk.earliestEventPosition, maxWaitTimeInSeconds: 1 });
    await subscription.reached(count);
    await subscription.close();
    return subscription;
  });

export const sending = {
  "events for the hub spread over its partitions": async ({ connectionString }) => {
    await withProducer(connectionString, async (producer) => {
      for (const body of numbers(8)) await producer.sendBatch([{ body }]);
    });
    const all = await receiveAll(connectionString, 8);
    assert.deepEqual(bodies(all.received).sort(), numbers(8));
    assert.deepEqual([...new Set(all.contexts.filter((context) => context.count > 0).map((context) => context.partitionId))].sort(), partitions);
  },
  "events for a partition arrive there in order": async ({ connectionString }) => {
    for (const partitionId of partitions) await send(connectionString, numbers(3, partitionId), { partitionId });
    for (const partitionId of partitions) {
      const events = await receive(connectionString, partitionId, 3);
      assert.deepEqual(bodies(events), numbers(3, partitionId));
      assert.deepEqual(events.map((event) => event.sequenceNumber), [0, 1, 2]);
    }
  },
  "events of a key are on the partition that the SDK computes": async ({ connectionString }) => {
    const keys = ["kitchen", "a", "°C", "ключ", "sensor-0000000000000000000000000042"];
    for (const partitionKey of keys) await send(connectionString, [partitionKey], { partitionKey });
    for (const partitionKey of keys) {
      const partition = String(mapPartitionKeyToId(partitionKey, partitions.length));
      const expected = keys.filter((key) => String(mapPartitionKeyToId(key, partitions.length)) === partition);
      const events = await receive(connectionString, partition, expected.length);
      assert.deepEqual(bodies(events), expected);
      assert.deepEqual(events.map((event) => event.partitionKey), expected);
    }
  },
  "a batch is filled to the largest message and taken whole": async ({ connectionString }) => {
    const body = Buffer.alloc(10_000, "x");
    const count = await withProducer(connectionString, async (producer) => {
      const batch = await producer.createBatch({ partitionId: "0" });
      assert.equal(batch.maxSizeInBytes, 1024 * 1024);
      while (batch.tryAdd({ body, properties: { number: batch.count } }));
      await producer.sendBatch(batch);
      return batch.count;
    });
    assert.ok(count > 100, `${count}`);
    const events = await receive(connectionString, "0", count);
    assert.deepEqual(events.map((event) => event.properties.number), Array.from({ length: count }, (_, index) => index));
    assert.ok(body.equals(events.at(-1).body));
  },
  "an event larger than a message is refused": ({ connectionString }) =>
    withProducer(connectionString, async (producer) => {
      await failure(() => producer.sendBatch([{ body: Buffer.alloc(1024 * 1024 + 1) }]), "MessageTooLargeError");
      await producer.sendBatch([{ body: "the producer is none the worse" }]);
    }, atOnce),
  "properties of an event keep their types": async ({ connectionString }) => {
    const sent = {
      body: { nested: [1, "two", null], text: "°C" },
      contentType: "application/json",
      correlationId: "correlation",
      messageId: "message",
      properties: { text: "ключ", whole: 42, real: 0.5, yes: true, no: false },
    };
    await withProducer(connectionString, (producer) => producer.sendBatch([sent], { partitionId: "0" }));
    const [event] = await receive(connectionString, "0", 1);
    for (const name of Object.keys(sent)) assert.deepEqual(event[name], sent[name], name);
    assert.ok(Math.abs(Date.now() - event.enqueuedTimeUtc) < 60_000);
  },
  "bodies of all kinds arrive as they were": async ({ connectionString }) => {
    const sent = [Buffer.from([0, 1, 255]), "text", "", 7, true, null, [1, 2], { a: { b: 1 } }];
    for (const body of sent) await send(connectionString, [body], { partitionId: "0" });
    assert.deepEqual(bodies(await receive(connectionString, "0", sent.length)), sent);
    const value = { body: { x: 1 }, bodyType: "value" };
    const sequence = { body: [[1, 2]], bodyType: "sequence" };
    await withProducer(connectionString, (producer) => producer.sendBatch([value, sequence], { partitionId: "1" }));
    const events = await receive(connectionString, "1", 2);
    assert.deepEqual(events.map((event) => event.getRawAmqpMessage().bodyType), ["value", "sequence"]);
    assert.deepEqual(bodies(events), [{ x: 1 }, [[1, 2]]]);
  },
  "a buffered producer delivers all of its events": async ({ connectionString }) => {
    const failures = [];
    const producer = new sdk.EventHubBufferedProducerClient(connectionString, {
      maxWaitTimeInMs: 100,
      onSendEventsErrorHandler: ({ error }) => failures.push(error),
    });
    for (const body of numbers(500)) await producer.enqueueEvent({ body }, body < 250 ? {} : { partitionKey: "kitchen" });
    await producer.flush();
    await producer.close();
    assert.deepEqual(failures, []);
    const all = await receiveAll(connectionString, 500);
    assert.deepEqual(bodies(all.received).sort(), numbers(500).sort());
  },
  "many sends at once are all taken": async ({ connectionString }) => {
    await withProducer(connectionString, (producer) =>
      Promise.all(numbers(500).map((body) => producer.sendBatch([{ body }], { partitionId: "0" }))));
    assert.deepEqual(bodies(await receive(connectionString, "0", 500)).sort(), numbers(500).sort());
  },
  "sending to what is not there fails at once": async ({ connectionString, hub }) => {
    const nowhere = connectionString.replace(hub, "nowhere");
    await failure(() => withProducer(nowhere, (producer) => producer.sendBatch([{ body: "x" }]), atOnce), "MessagingEntityNotFoundError");
    await failure(() => withProducer(connectionString, (producer) => producer.sendBatch([{ body: "x" }], { partitionId: "99" }), atOnce), "ArgumentOutOfRangeError");
  },
};
