using System.Buffers;
using System.Globalization;
using System.Text;
using IotAspire.Contracts.Readings;

namespace IotAspire.Api.Formats;

/// <summary>
/// RFC 4180 with a line of names. For Excel: with a byte order mark, without which it takes "°C" for another text, and times as it
/// reads them. With a decimal comma: semicolons between the cells, and times in the form that spreadsheets of such languages read.
/// Guarded, a text that spreadsheets would take for a formula has an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
/// </summary>
internal sealed class CsvWriter(Stream stream, IReadOnlyList<Field> fields, bool forExcel, bool hasComma, bool isGuarded) : RowWriter
{
    // Spreadsheets may also take a tab for a separator.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private readonly TextOutput _output = new(stream);
    private readonly byte[] _separator = [(byte)(hasComma ? ';' : ',')];

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        if (forExcel)
            _output.Write(Encoding.UTF8.Preamble);
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                _output.Write(_separator);
            WriteText(fields[i].Name);
        }

        _output.Write("\r\n"u8);
        return Task.CompletedTask;
    }

    public override async ValueTask WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            for (var i = 0; i < batch.Columns.Length; i++)
            {
                if (i > 0)
                    _output.Write(_separator);
                WriteValue(batch.Columns[i], row);
            }

            _output.Write("\r\n"u8);
            await _output.SendIfEnoughAsync(cancellationToken);
        }

        await _output.SendAsync(cancellationToken);
    }

    public override async Task EndAsync(string? next, CancellationToken cancellationToken) => await _output.SendAsync(cancellationToken);

    protected override ValueTask ReleaseAsync()
    {
        _output.Dispose();
        return ValueTask.CompletedTask;
    }

    private void WriteValue(Column column, int row)
    {
        if (column.IsNull(row))
            return;
        if (column is TextColumn text)
            WriteText(text.Values[row]!);
        else if (column is InstantColumn instant)
            WriteInstant(instant, row);
        else if (column is NumberColumn number)
            WriteNumber(number.Values[row]);
        else if (column is IntegerColumn integer)
            _output.Write(integer.Values[row]);
        else
            _output.Write(((FlagColumn)column).Values[row] ? "true"u8 : "false"u8);
    }

    private void WriteInstant(InstantColumn column, int row)
    {
        if (forExcel || hasComma)
            Encoding.UTF8.GetBytes(column.AtRow(row).ToString(forExcel ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss,ffffff", CultureInfo.InvariantCulture), _output.Buffer);
        else
            _output.WriteInstant(column.Values[row]);
    }

    private void WriteNumber(double value)
    {
        var target = _output.Buffer.GetSpan(NumberText.MaxLength);
        var length = NumberText.Write(value, target);
        if (hasComma)
            target[..length].Replace((byte)'.', (byte)',');
        _output.Buffer.Advance(length);
    }

    private void WriteText(string text)
    {
        if (isGuarded && IsFormula(text))
            text = $"'{text}";
        var quoted = text.AsSpan().ContainsAny(Quoted);
        Encoding.UTF8.GetBytes(quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text, _output.Buffer);
    }

    // Some spreadsheets skip blanks and invisible characters.
    private static bool IsFormula(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && FormulaStarts.Contains((char)rune.Value))
                return true;
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
                return false;
        }

        return false;
    }
}
