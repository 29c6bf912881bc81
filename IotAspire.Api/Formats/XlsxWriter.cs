using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.Api.Times;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace IotAspire.Api.Formats;

/// <summary>
/// A workbook for spreadsheet programs. A sheet that is full is followed by another one. What a cell can't hold as it is stands
/// there as text: whole numbers of more digits than a double has, numbers too near zero, times before 1900.
/// </summary>
/// <param name="stream">Gets the workbook.</param>
/// <param name="fields">The columns.</param>
/// <param name="sheet">Name of the first sheet.</param>
/// <param name="maxRows">Of a sheet, with its header.</param>
internal sealed partial class XlsxWriter(Stream stream, IReadOnlyList<Field> fields, string sheet, int maxRows = XlsxWriter.MaxRows) : RowWriter
{
    /// <summary>What spreadsheet programs take.</summary>
    public const int MaxColumns = 16_384;

    private const int MaxRows = 1_048_576;
    private const double MillisecondsPerDay = 86_400_000;
    private const long MaxExact = 1L << 53;
    private const double MinNormal = 2.2250738585072014E-308;

    // Times are days since then; before March 1900, Excel counts a day that never was.
    private static readonly long Origin = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerMillisecond;
    private static readonly DateTime FirstDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly SpreadCheetahOptions Options = new() { DefaultDateTimeFormat = null, DocumentProperties = null, PreserveStringWhitespace = true };

    private readonly PiecedStream _stream = new(stream);
    private readonly StyledCell[] _row = new StyledCell[fields.Count];
    private Spreadsheet? _workbook;
    private StyleId? _bold;
    private StyleId? _time;
    private int _sheets;

    public override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _workbook = await Spreadsheet.CreateNewAsync(_stream, Options, cancellationToken);
        _bold = _workbook.AddStyle(new Style { Font = new() { Bold = true } });
        _time = _workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss.000") });
        await BeginSheetAsync(cancellationToken);
        await _stream.SendAsync(cancellationToken);
    }

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            if (_workbook!.NextRowNumber > maxRows)
                await BeginSheetAsync(cancellationToken);
            for (var i = 0; i < _row.Length; i++)
                _row[i] = CellOf(batch.Columns[i], row);
            await _workbook.AddRowAsync(_row, cancellationToken);
        }

        await _stream.SendAsync(cancellationToken);
    }

    public override async Task EndAsync(string? next, CancellationToken cancellationToken)
    {
        await _workbook!.FinishAsync(cancellationToken);
        await _stream.SendAsync(cancellationToken);
    }

    protected override async ValueTask ReleaseAsync()
    {
        if (_workbook is not null)
            await _workbook.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private async ValueTask BeginSheetAsync(CancellationToken cancellationToken)
    {
        _sheets++;
        var options = new WorksheetOptions { FrozenRows = 1, AutoFilter = new($"A1:{SpreadsheetUtility.GetColumnName(fields.Count)}{maxRows}") };
        for (var i = 0; i < fields.Count; i++)
            options.Column(i + 1).Width = Math.Max(WidthOf(fields[i].Kind), fields[i].Name.Length + 4);
        await _workbook!.StartWorksheetAsync(_sheets == 1 ? sheet : $"{sheet} ({_sheets})", options, cancellationToken);
        await _workbook.AddHeaderRowAsync([.. fields.Select(field => Escape(field.Name))], _bold, cancellationToken);
    }

    // In characters; a text may be longer.
    private static double WidthOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => 22,
        ValueKind.Instant => 24,
        ValueKind.Number => 14,
        _ => 10,
    };

    private StyledCell CellOf(Column column, int row) => column.IsNull(row)
        ? default
        : column switch
        {
            TextColumn text => new(Escape(text.Values[row]!), null),
            InstantColumn instant => InstantCell(instant, row),
            NumberColumn number => NumberCell(number.Values[row]),
            IntegerColumn integer => IntegerCell(integer.Values[row]),
            FlagColumn flag => new(flag.Values[row], null),
            _ => throw new InvalidOperationException($"A column of {column.GetType()} has no cells."),
        };

    private StyledCell InstantCell(InstantColumn column, int row)
    {
        var at = column.AtRow(row);
        return at < FirstDay ? new(InstantText.Format(at), null) : new(((at.Ticks / TimeSpan.TicksPerMillisecond) - Origin) / MillisecondsPerDay, _time);
    }

    private static StyledCell NumberCell(double value) => value != 0 && Math.Abs(value) < MinNormal
        ? new(value.ToString(CultureInfo.InvariantCulture), null)
        : new(value, null);

    private static StyledCell IntegerCell(long value) => value is > MaxExact or < -MaxExact
        ? new(value.ToString(CultureInfo.InvariantCulture), null)
        : new(value, null);

    // Characters that XML doesn't allow, or changes, are escaped, and so is text that looks like an escape.
    private static string Escape(string text) => Unusual().Replace(text, found => $"_x{(int)found.Value[0]:X4}_");

    [GeneratedRegex("[\\u0000-\\u0008\\u000B-\\u001F\\uFFFE\\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Unusual();
}
