using Azure.Messaging.EventHubs.Consumer;
using MySqlConnector;

// Writes each event of the hub into a table. The AppHost gives the two connection strings.
await using var orders = new EventHubConsumerClient(EventHubConsumerClient.DefaultConsumerGroupName, ConnectionString("orders"));
await using var shop = new MySqlConnection(ConnectionString("shop"));
await shop.OpenAsync();
await using var table = new MySqlCommand("create table if not exists orders (number bigint auto_increment primary key, body text not null)", shop);
await table.ExecuteNonQueryAsync();

Console.WriteLine("Waiting for orders");
await foreach (var received in orders.ReadEventsAsync())
{
    await using var insert = new MySqlCommand("insert into orders (body) values (@body)", shop);
    insert.Parameters.AddWithValue("@body", received.Data.EventBody.ToString());
    await insert.ExecuteNonQueryAsync();
}

static string ConnectionString(string name) =>
    Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") ?? throw new InvalidOperationException($"ConnectionStrings__{name} isn't set; the AppHost sets it.");
