// Connections that idle or are cut.
import assert from "node:assert/strict";
import { sdk } from "./sdk.js";
import { bodies, receive, send, subscribe, withConsumer, withProducer } from "./clients.js";

const connectionOf = (client) => client._context.connection;

export const connections = {
  "an idle connection stays up": ({ connectionString }) =>
    withProducer(connectionString, async (producer) => {
      // The SDK's own time-out is a minute, and nothing public sets it. A busy machine may pause either process for a second: a shorter
      // time-out would test that.
      connectionOf(producer)._connection.local.open.idle_time_out = 3000;
      await producer.sendBatch([{ body: "before" }], { partitionId: "0" });
      const { id } = connectionOf(producer);
      const { socket } = connectionOf(producer)._connection;
      const before = socket.bytesRead;
      const signOfLife = 8;
      // One a second, so these take longer than the time-out.
      while (socket.bytesRead < before + 5 * signOfLife) {
        assert.equal(socket.destroyed, false);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await producer.sendBatch([{ body: "after" }], { partitionId: "0" });
      assert.equal(connectionOf(producer).id, id);
      assert.deepEqual(bodies(await receive(connectionString, "0", 2)), ["before", "after"]);
    }),
  "sending goes on after the connection was cut": ({ connectionString, ask }) =>
    withProducer(connectionString, async (producer) => {
      await producer.sendBatch([{ body: "before" }], { partitionId: "0" });
      await ask("drop connections");
      await producer.sendBatch([{ body: "after" }], { partitionId: "0" });
      assert.deepEqual(bodies(await receive(connectionString, "0", 2)), ["before", "after"]);
    }),
  "receiving goes on after the connection was cut": ({ connectionString, ask }) =>
    withConsumer(connectionString, async (consumer) => {
      await send(connectionString, ["before"], { partitionId: "0" });
      const subscription = subscribe(consumer, "0", { startPosition: sdk.earliestEventPosition, maxWaitTimeInSeconds: 1 });
      subscription.expectsError = true;
      await subscription.reached(1);
      await ask("drop connections");
      await send(connectionString, ["after"], { partitionId: "0" });
      await subscription.reached(2);
      assert.deepEqual(bodies(subscription.received), ["before", "after"]);
    }),
};
