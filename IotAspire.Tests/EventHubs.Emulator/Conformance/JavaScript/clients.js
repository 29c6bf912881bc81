// What the cases share: clients with short pauses, and receiving until enough is there.
import assert from "node:assert/strict";
import { sdk } from "./sdk.js";

const patient = { maxRetries: 3, retryDelayInMs: 100, timeoutInMs: 10_000 };

// A retry would outlast every deadline: whoever succeeds or fails in time did it at the first attempt.
export const atOnce = { maxRetries: 5, retryDelayInMs: 300_000, timeoutInMs: 10_000 };

export const group = "$Default";

export async function withProducer(connectionString, use, retryOptions = patient) {
  const client = new sdk.EventHubProducerClient(connectionString, { retryOptions });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export async function withConsumer(connectionString, use, { retryOptions = patient, consumerGroup = group } = {}) {
  const client = new sdk.EventHubConsumerClient(consumerGroup, connectionString, { retryOptions });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export const send = (connectionString, bodies, options) =>
  withProducer(connectionString, (producer) => producer.sendBatch(bodies.map((body) => ({ body })), options));

// A subscription as a promise: received collects the events, reached(n) waits for n of them, failed for an error.
export function subscribe(consumer, partition, options) {
  const received = [];
  let wake = () => {};
  const changed = () => new Promise((resolve) => (wake = resolve));
  const subscription = { received, contexts: [], error: undefined, closeReason: undefined };
  const handlers = {
    async processEvents(events, context) {
      received.push(...events);
      subscription.contexts.push({ ...context.lastEnqueuedEventProperties, count: events.length, partitionId: context.partitionId });
      wake();
    },
    async processError(error) {
      subscription.error ??= error;
      wake();
    },
    async processClose(reason) {
      subscription.closeReason = reason;
      wake();
    },
  };
  const started = partition === undefined ? consumer.subscribe(handlers, options) : consumer.subscribe(partition, handlers, options);
  subscription.close = () => started.close();
  subscription.until = async (condition) => {
    while (!condition()) {
      if (subscription.error && !subscription.expectsError) throw subscription.error;
      await changed();
    }
  };
  subscription.reached = (count) => subscription.until(() => received.length >= count);
  subscription.failure = async () => {
    subscription.expectsError = true;
    await subscription.until(() => subscription.error);
    return subscription.error;
  };
  return subscription;
}

export async function receive(connectionString, partition, count, startPosition = sdk.earliestEventPosition, options = {}) {
  return withConsumer(connectionString, async (consumer) => {
    const subscription = subscribe(consumer, partition, { startPosition, maxWaitTimeInSeconds: 1, ...options });
    await subscription.reached(count);
    await subscription.close();
    return subscription.received;
  }, options);
}

export const bodies = (events) => events.map((event) => event.body);

export async function failure(attempt, code) {
  const error = await attempt().then(() => assert.fail("It succeeded."), (error) => error);
  assert.equal(error.code, code, `${error.code}: ${error.message}`);
  return error;
}

export const numbers = (count, prefix = "") => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
