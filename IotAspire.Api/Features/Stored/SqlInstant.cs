using System.Globalization;

namespace IotAspire.Api.Features.Stored;

/// <summary>Instants in statements.</summary>
internal static class SqlInstant
{
    public static string Literal(DateTime instant) => instant.ToString("\\'yyyy-MM-dd HH:mm:ss.ffffff\\'", CultureInfo.InvariantCulture);
}
