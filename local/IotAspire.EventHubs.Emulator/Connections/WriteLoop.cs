using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// The one place that writes to a connection and owns what concerns sending: credit, windows, delivery ids. In each round
/// steps come before transfers, or a transfer could overtake the answer to its attach.
/// </summary>
internal sealed class WriteLoop(Outbox outbox, FrameOutput output)
{
    private readonly HashSet<IncomingLink> _toReplenish = [];
    private int _turn;

    public async Task RunAsync()
    {
        while (await outbox.WaitAsync())
        {
            var more = true;
            while (more)
            {
                TakeSteps();
                EndLinks();
                Settle();
                more = SendFromLinks() || output.IsFull;
                if (!await output.FlushAsync())
                    return;
            }
        }
    }

    private void TakeSteps()
    {
        while (!output.IsFull && outbox.TryTakeStep(out var step))
            step(output);
    }

    // One that isn't open yet ends when it is: an answer to its attach comes first in any case.
    private void EndLinks()
    {
        while (outbox.TryTakeEnding(out var link))
        {
            if (link.IsOpen)
                link.Detach(output, link.Ending);
        }
    }

    // Consecutive deliveries share one disposition.
    private void Settle()
    {
        Disposition? open = null;
        IncomingLink? of = null;
        while (!output.IsFull && outbox.TryTakeSettlement(out var next))
        {
            if (next.Link.CountSettled())
                _toReplenish.Add(next.Link);
            if (next.IsSettled)
                continue;
            if (open is not null && next.Link == of && next.DeliveryId == open.Last + 1 && open.Rejection == next.Rejection)
            {
                open = open with { Last = next.DeliveryId };
                continue;
            }

            Write(of, open);
            (of, open) = (next.Link, new Disposition(next.DeliveryId, next.DeliveryId, next.Rejection));
        }

        Write(of, open);
        foreach (var link in _toReplenish)
            link.SendCredit(output);
        _toReplenish.Clear();
    }

    private void Write(IncomingLink? link, Disposition? disposition)
    {
        if (link is { Session.IsEnded: false } && disposition is not null)
            output.Send(link.Session.Channel, disposition);
    }

    // One turn for each link, unless it is time to flush; then the next one is the first next time.
    private bool SendFromLinks()
    {
        var more = false;
        for (var left = output.Links.Count; left > 0 && !output.IsFull; left--)
        {
            _turn = (_turn + 1) % output.Links.Count;
            more |= output.Links[_turn].Send(output);
        }

        return more;
    }
}
