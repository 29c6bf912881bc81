using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace IotAspire.LocalDashboard.Receiving;

/// <summary>The body of a request as bytes, decompressed and within limits.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private RequestBody()
    {
    }

    public byte[] Buffer { get; private set; } = ArrayPool<byte>.Shared.Rent(FirstSize);

    public int Length { get; private set; }

    /// <exception cref="BadHttpRequestException">It is too large, or compressed in an unknown way.</exception>
    /// <exception cref="InvalidDataException">It isn't what its compression says.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, LocalDashboardOptions options, CancellationToken cancellationToken)
    {
        var body = new RequestBody();
        try
        {
            switch (request.Headers.ContentEncoding.ToString())
            {
                case "" or "identity":
                    await body.FillAsync(request.Body, options.MaximumDecompressedBytes, cancellationToken);
                    break;
                case "gzip":
                    await using (var decompressed = new GZipStream(request.Body, CompressionMode.Decompress))
                        await body.FillAsync(decompressed, options.MaximumDecompressedBytes, cancellationToken);
                    break;
                default:
                    throw new BadHttpRequestException("Content-Encoding must be gzip or identity.", StatusCodes.Status415UnsupportedMediaType);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Buffer);
        Buffer = [];
    }

    private async Task FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(Buffer.AsMemory(Length), cancellationToken) is > 0 and var read)
        {
            Length += read;
            if (Length > limit)
                throw new BadHttpRequestException($"The body is larger than {limit} bytes.", StatusCodes.Status413PayloadTooLarge);
            if (Length == Buffer.Length)
                Grow();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Buffer.Length * 2);
        Buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Buffer);
        Buffer = larger;
    }
}
