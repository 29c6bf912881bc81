using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IotAspire.Storage.Model;

/// <summary>For the EF Core tools, which need a context but no server to write a migration.</summary>
internal sealed class IotDbContextFactory : IDesignTimeDbContextFactory<IotDbContext>
{
    public IotDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IotDbContext>().UseMySql("Server=localhost;Database=iotdb", StorageServer.Version).Options);
}
