using System.Globalization;
using IotAspire.Contracts;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Selection;

/// <summary>Finds the sensors that a request is about.</summary>
internal sealed class SensorSelection(SensorDirectory directory)
{
    private const int MaxNamed = 10;
    private const StringSplitOptions Parts = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <param name="request">Valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>In the order of their short keys.</returns>
    /// <exception cref="RequestRefusedException">404: it names a sensor that there isn't.</exception>
    public async ValueTask<IReadOnlyList<SensorRow>> FindAsync(SensorRequest request, CancellationToken cancellationToken)
    {
        var list = await directory.GetAsync(cancellationToken);
        if (request.SensorId is null)
            return Filter(list.All, request);
        var named = Split(request.SensorId).Distinct().ToList();
        if (named.Exists(sensorId => list.Find(sensorId) is null))
            list = await directory.RefreshAsync(cancellationToken);
        var unknown = named.Where(sensorId => list.Find(sensorId) is null).ToList();
        if (unknown.Count > 0)
            throw NotFound(list, unknown);
        return Filter([.. named.Select(sensorId => list.Find(sensorId)!).OrderBy(sensor => sensor.Id)], request);
    }

    /// <summary>The one sensor of that name.</summary>
    /// <exception cref="RequestRefusedException">404: there is none.</exception>
    public async ValueTask<SensorRow> FindAsync(string sensorId, CancellationToken cancellationToken)
    {
        if ((await directory.GetAsync(cancellationToken)).Find(sensorId) is { } known)
            return known;
        var list = await directory.RefreshAsync(cancellationToken);
        return list.Find(sensorId) ?? throw NotFound(list, [sensorId]);
    }

    /// <summary>The sensor at which the page before ended.</summary>
    /// <exception cref="RequestRefusedException">It isn't one of them.</exception>
    public static SensorRow Find(IReadOnlyList<SensorRow> sensors, Cursor cursor) =>
        sensors.FirstOrDefault(sensor => sensor.SensorId == cursor.Series)
        ?? throw RequestRefusal.Of("cursor", "belongs to a request for other sensors; use the whole address in \"next\".");

    /// <summary>Those behind the page before.</summary>
    /// <exception cref="RequestRefusedException">It didn't end at one of them.</exception>
    public static IReadOnlyList<SensorRow> After(IReadOnlyList<SensorRow> sensors, Cursor? cursor)
    {
        if (cursor is null)
            return sensors;
        var last = Find(sensors, cursor);
        return [.. sensors.Where(sensor => sensor.Id > last.Id)];
    }

    public static string[] Split(string text) => text.Split(',', Parts);

    public static bool TryReadNumbers(string text, int count, out double[] numbers)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        numbers = new double[count];
        if (parts.Length != count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return false;
        }

        return true;
    }

    /// <summary>404: there are no such sensors, but perhaps others of a name like theirs.</summary>
    public static RequestRefusedException NotFound(SensorList list, IReadOnlyList<string> sensorIds)
    {
        var names = string.Join(", ", sensorIds.Take(MaxNamed).Select(sensorId => $"\"{sensorId}\""));
        var reason = $"There is no sensor {names}{(sensorIds.Count > MaxNamed ? ", …" : "")}; /api/v1/sensors lists the sensors.{NearWords.Ask(list.Near(sensorIds[0]))}";
        return RequestRefusal.Of("sensorId", reason, StatusCodes.Status404NotFound);
    }

    private static IReadOnlyList<SensorRow> Filter(IReadOnlyList<SensorRow> sensors, SensorRequest request)
    {
        if (request is { Type: null, Unit: null, Text: null, Bbox: null, Near: null })
            return sensors;
        var types = request.Type is null ? null : Split(request.Type);
        var units = request.Unit is null ? null : Split(request.Unit);
        var box = request.Bbox is not null && TryReadNumbers(request.Bbox, 4, out var corners) ? corners : null;
        var point = request.Near is not null && TryReadNumbers(request.Near, 2, out var coordinates) ? coordinates : null;
        return [.. sensors.Where(sensor =>
            (types is null || types.Contains(sensor.Type, StringComparer.Ordinal))
            && (units is null || units.Contains(sensor.Unit, StringComparer.Ordinal))
            && (request.Text is null || Contains(sensor.SensorId, request.Text) || Contains(sensor.Description, request.Text))
            && (box is null || (sensor.Longitude >= box[0] && sensor.Latitude >= box[1] && sensor.Longitude <= box[2] && sensor.Latitude <= box[3]))
            && (point is null || Distance(sensor, point) <= request.Within))];
    }

    private static bool Contains(string? text, string part) => text is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);

    // The coordinates are those of a floor plan; a sensor without any is nowhere.
    private static double Distance(SensorRow sensor, double[] point) => sensor is { Longitude: { } x, Latitude: { } y }
        ? Math.Sqrt(((x - point[0]) * (x - point[0])) + ((y - point[1]) * (y - point[1])))
        : double.NaN;
}
