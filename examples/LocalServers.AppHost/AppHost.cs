var builder = DistributedApplication.CreateBuilder(args);

var orders = builder.AddLocalEventHubs("eventhubs").AddHub("orders", partitions: 2);
var shop = builder.AddLocalMySql("mysql").AddDatabase("shop");

builder.AddProject<Projects.LocalServers_Consumer>("consumer")
    .WithReference(orders).WaitFor(orders)
    .WithReference(shop).WaitFor(shop);

builder.Build().Run();
