using IotAspire.Contracts.Readings;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Generation;

/// <summary>
/// One simulated sensor: makes its readings with its faults, and sends them in the order of a real sensor. Readings that it sends later, because
/// it is offline or sends out of order, aren't kept but computed again then.
/// </summary>
internal sealed class Device
{
    /// <summary>How many readings after its own turn a reading out of order is sent.</summary>
    public const int OrderDelay = 3;

    /// <summary>How many readings after its own turn a reading is sent again.</summary>
    public const int RepeatDelay = 20;

    private readonly SensorSignal _signal;
    private readonly SensorFaults _faults;
    private readonly ReadingTemplate _template;
    private readonly EventPacker _packer;
    private readonly LaneSensor _sensor;
    private readonly long _first;
    private long _heldSince = -1;

    public Device(LaneSensor sensor, BuildingModel model, EventPacker packer)
    {
        (_sensor, _packer) = (sensor, packer);
        _signal = new(sensor.Sensor, model.Floor, model.Seed);
        _faults = new(sensor.Sensor, model.Faults, model.Seed);
        _template = model.TemplateOf(sensor.Sensor.Unit);
        _first = IndexAtOrAfter(sensor.From.Ticks);
    }

    public string SensorId => _sensor.Sensor.SensorId;

    public LaneSensor Sensor => _sensor;

    public TimeSpan Interval => _sensor.Sensor.Interval;

    /// <summary>Sends all that is due from <paramref name="from"/>, included, to <paramref name="until"/>, excluded, in ticks.</summary>
    /// <returns>The number of readings that it measured.</returns>
    public int Emit(long from, long until, in EmitContext context)
    {
        var (index, end) = (Math.Max(_first, IndexAtOrAfter(from)), IndexAtOrAfter(until));
        if (index >= end)
            return 0;
        var measured = (int)(end - index);
        if (_faults.IsClean)
        {
            for (; index < end; index++)
                Send(TicksOf(index), context);
        }
        else
        {
            for (; index < end; index++)
                Turn(index, context);
        }

        return measured;
    }

    /// <summary>The number of readings that it measures from <paramref name="from"/>, included, to <paramref name="until"/>, excluded.</summary>
    public long Count(long from, long until) => Math.Max(0, IndexAtOrAfter(until) - Math.Max(_first, IndexAtOrAfter(from)));

    /// <summary>Sends the readings before <paramref name="until"/> that it would have sent later.</summary>
    public void Finish(long until, in EmitContext context)
    {
        if (_faults.IsClean)
            return;
        var end = IndexAtOrAfter(until);
        Release(end, context);
        for (var index = Math.Max(_first, end - OrderDelay); index < end; index++)
            SendOutOfOrder(index, context);
    }

    private void Turn(long index, in EmitContext context)
    {
        if (_faults.IsOffline(TicksOf(index)))
        {
            if (_heldSince < 0)
                _heldSince = index;
            return;
        }

        Release(index, context);
        SendTurn(index, context);
    }

    private void Release(long until, in EmitContext context)
    {
        if (_heldSince < 0)
            return;
        for (var held = _heldSince; held < until; held++)
            SendTurn(held, context);
        _heldSince = -1;
    }

    // A turn is the reading itself and what was put off until now; an offline sensor puts off whole turns.
    private void SendTurn(long index, in EmitContext context)
    {
        var ticks = TicksOf(index);
        if (_faults.IsDropped(ticks))
            context.Record(SensorFaultKind.Dropout, SensorId, ticks, _signal.ValueAt(ticks));
        else if (_faults.SingleAt(ticks) != SensorFaultKind.OutOfOrder)
            Distort(ticks, context);
        SendOutOfOrder(index - OrderDelay, context);
        SendAgain(index - RepeatDelay, context);
    }

    private void SendOutOfOrder(long index, in EmitContext context)
    {
        var ticks = TicksOf(index);
        if (index < _first || _faults.SingleAt(ticks) != SensorFaultKind.OutOfOrder || _faults.IsDropped(ticks))
            return;
        context.Record(SensorFaultKind.OutOfOrder, SensorId, ticks, _signal.ValueAt(ticks));
        Distort(ticks, context);
    }

    private void SendAgain(long index, in EmitContext context)
    {
        var ticks = TicksOf(index);
        if (index < _first || _faults.SingleAt(ticks) != SensorFaultKind.Duplicate || _faults.IsDropped(ticks))
            return;
        var value = _signal.ValueAt(ticks);
        var sent = _faults.Distort(_signal, ticks, value, SensorFaultKind.Duplicate, out _);
        var sentAt = ticks + _faults.SkewAt(ticks);
        context.Record(SensorFaultKind.Duplicate, SensorId, ticks, value, sentAt, sent);
        Pack(sentAt, sent, context);
    }

    private void Distort(long ticks, in EmitContext context)
    {
        var value = _signal.ValueAt(ticks);
        var single = _faults.SingleAt(ticks);
        var sent = _faults.Distort(_signal, ticks, value, single, out var fault);
        var sentAt = ticks + _faults.SkewAt(ticks);
        if (fault is { } changed)
            context.Record(changed, SensorId, ticks, value, ticks, sent);
        if (sentAt != ticks)
            context.Record(SensorFaultKind.ClockSkew, SensorId, ticks, value, sentAt, value);
        if (_faults.IsOffline(ticks))
            context.Record(SensorFaultKind.BurstLate, SensorId, ticks, value);
        if (single == SensorFaultKind.Malformed)
        {
            context.Record(SensorFaultKind.Malformed, SensorId, ticks, value);
            Malformation.Send(_packer, _template, SensorId, sentAt, sent, _faults.HashOf(ticks), context.Now);
        }
        else
        {
            Pack(sentAt, sent, context);
        }
    }

    private void Send(long ticks, in EmitContext context) => Pack(ticks, _signal.ValueAt(ticks), context);

    private void Pack(long sentAt, double value, in EmitContext context) =>
        _packer.Add(_template, SensorId, new(sentAt, DateTimeKind.Utc), value, context.ReadingsPerEvent, context.Now);

    private long IndexAtOrAfter(long ticks) => (ticks - _sensor.Phase + Interval.Ticks - 1) / Interval.Ticks;

    private long TicksOf(long index) => (index * Interval.Ticks) + _sensor.Phase;
}

/// <summary>What a device needs to know to send.</summary>
internal readonly record struct EmitContext(int ReadingsPerEvent, long Now, Ledger Ledger, FaultTally Tally)
{
    public void Record(SensorFaultKind fault, string sensorId, long at, double trueValue) => Record(fault, sensorId, at, trueValue, at, trueValue);

    public void Record(SensorFaultKind fault, string sensorId, long at, double trueValue, long sentAt, double sentValue)
    {
        Tally.Add(fault);
        Ledger.Write(fault, sensorId, at, trueValue, sentAt, sentValue);
    }
}
