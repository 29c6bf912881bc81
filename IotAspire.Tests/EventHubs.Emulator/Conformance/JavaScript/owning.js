// Owner levels: who reads a partition alone. The SDK takes 0 for none.
import assert from "node:assert/strict";
import { sdk } from "./sdk.js";
import { atOnce, subscribe, withConsumer } from "./clients.js";

const open = async (consumer, ownerLevel) => {
  const subscription = subscribe(consumer, "0", { startPosition: sdk.earliestEventPosition, maxWaitTimeInSeconds: 0.1, ownerLevel });
  subscription.expectsError = true;
  await subscription.until(() => subscription.contexts.length > 0 || subscription.error);
  return subscription;
};

const isDisconnected = (error) => assert.equal(error?.code, "ReceiverDisconnectedError", `${error?.code}: ${error?.message}`);

// The second of two receivers, and what becomes of each.
const pair = ({ connectionString }, firstLevel, secondLevel, check) =>
  withConsumer(connectionString, (one) =>
    withConsumer(connectionString, async (other) => {
      const first = await open(one, firstLevel);
      assert.equal(first.error, undefined);
      await check(first, await open(other, secondLevel));
    }, { retryOptions: atOnce }), { retryOptions: atOnce });

const secondWins = async (first, second) => {
  isDisconnected(await first.failure());
  assert.equal(second.error, undefined);
};

const goesOn = async (subscription) => {
  const before = subscription.contexts.length;
  await subscription.until(() => subscription.contexts.length > before);
};

const firstStays = async (first, second) => {
  isDisconnected(second.error);
  await goesOn(first);
};

export const owning = {
  "a higher owner level takes the partition": (argument) => pair(argument, 1, 2, secondWins),
  "an equal owner level takes the partition": (argument) => pair(argument, 1, 1, secondWins),
  "an owner takes the partition from a reader without level": (argument) => pair(argument, undefined, 1, secondWins),
  "a lower owner level is refused": (argument) => pair(argument, 2, 1, firstStays),
  "a reader without level is refused while an owner reads": (argument) => pair(argument, 1, undefined, firstStays),
  "readers without level share a partition": (argument) =>
    pair(argument, undefined, undefined, async (first, second) => {
      assert.equal(second.error, undefined);
      await goesOn(first);
    }),
};
