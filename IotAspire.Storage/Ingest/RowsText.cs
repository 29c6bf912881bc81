using System.Globalization;
using System.Text;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The list of a multi-row statement, <c>(@0,@1),(@2,@3)</c>, with its values as the command's parameters.</summary>
internal sealed class RowsText(MySqlCommand command)
{
    private readonly StringBuilder _text = new();

    public void Add(params ReadOnlySpan<object?> values)
    {
        _text.Append(_text.Length == 0 ? "(" : ",(");
        for (var i = 0; i < values.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@{command.Parameters.Count}");
            command.Parameters.AddWithValue(name, values[i]);
            _text.Append(i == 0 ? "" : ",").Append(name);
        }

        _text.Append(')');
    }

    public override string ToString() => _text.ToString();
}
