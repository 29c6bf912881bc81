using Microsoft.Playwright;

namespace IotAspire.BrowserTests.Support;

/// <summary>Where a page's parts stand, and whether all that they say can be read.</summary>
internal static class Layout
{
    /// <summary>What reaches beyond its card or the page, is cut off without a way to read it, or is drawn beyond a chart's axes.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page) => await page.EvaluateAsync<string[]>(Script);

    private const string Script =
        """
        async () => {
          const faults = [];
          const fault = (what, element, more = '') => faults.push(`${what}: ${describe(element)} ${more}`);
          const describe = element => `${element.tagName}${element.id ? `#${element.id}` : ''}.${element.getAttribute('class') ?? ''} "${element.textContent.slice(0, 40)}"`;
          const { scrollWidth, clientWidth } = document.scrollingElement;
          if (scrollWidth > clientWidth)
            faults.push(`the page is ${scrollWidth} px wide, the screen ${clientWidth}`);

          const SLACK = 1;
          const isSeen = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen');
          const style = element => getComputedStyle(element);
          const clips = element => style(element).overflowX !== 'visible';
          const titleOf = element => element.closest('[title]')?.title ?? '';
          const scrolls = element => ['auto', 'scroll'].includes(style(element).overflowX);
          // What can be seen of a box: cut by whatever clips it, up to its card.
          const seenPart = (rect, element, card) => {
            let [left, right] = [rect.left, rect.right];
            for (let at = element.parentElement; at && at !== card; at = at.parentElement) {
              if (!clips(at))
                continue;
              const by = at.getBoundingClientRect();
              [left, right] = [Math.max(left, by.left), Math.min(right, by.right)];
            }
            return right > left ? { left, right } : null;
          };
          const within = ({ left, right }, frame) => left >= frame.left - SLACK && right <= frame.right + SLACK;

          for (const card of document.querySelectorAll('.card, .top, .problem, .notice, .tip, .chips li, dialog[open]')) {
            if (!isSeen(card))
              continue;
            const frame = card.getBoundingClientRect();
            if (!within(frame, { left: 0, right: clientWidth }))
              fault('reaches beyond the page', card, `${frame.left} to ${frame.right}`);
            for (const element of card.querySelectorAll('*')) {
              if (!isSeen(element))
                continue;
              const boxes = [element.getBoundingClientRect()];
              for (const text of [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) {
                const range = document.createRange();
                range.selectNodeContents(text);
                boxes.push(...range.getClientRects());
              }
              for (const box of boxes) {
                // Of a text with ellipsis the rest has boxes, too, that aren't drawn.
                const part = seenPart(box, style(element).textOverflow === 'ellipsis' && box !== boxes[0] ? element.firstChild : element, card);
                if (part && !within(part, frame)) {
                  fault('breaks out of its card', element, `${Math.round(part.left)} to ${Math.round(part.right)}, the card ${Math.round(frame.left)} to ${Math.round(frame.right)}`);
                  break;
                }
              }
              // What is cut off can be read all the same.
              if (element instanceof HTMLElement && clips(element) && !scrolls(element) && element.scrollWidth > element.clientWidth + SLACK && !element.matches('input, select')) {
                if (style(element).textOverflow !== 'ellipsis')
                  fault('is cut off without an ellipsis', element);
                else if (!titleOf(element).includes(element.textContent.trim()))
                  fault('is cut off, and its title lacks the whole text', element, titleOf(element));
              }
            }
          }

          // Texts of the plan.
          const plan = document.getElementById('plan');
          const ground = plan.getBoundingClientRect();
          for (const text of plan.querySelectorAll('text')) {
            const box = text.getBoundingClientRect();
            if (box.width > 0 && !(within(box, ground) && box.top >= ground.top - SLACK && box.bottom <= ground.bottom + SLACK))
              fault('reaches beyond the plan', text);
            const label = text.closest('[aria-label]:not(svg)')?.getAttribute('aria-label');
            if (text.textContent.endsWith('…') && !label)
              fault('is cut off, and nothing has the whole text', text);
          }
          for (const mark of plan.querySelectorAll('[data-sensor]')) {
            if (/NaN|undefined/.test(mark.outerHTML))
              fault('has no number', mark, mark.outerHTML);
          }

          // What the chart draws.
          const chart = globalThis.echarts.getInstanceByDom(document.getElementById('canvas'));
          const [wide, high] = [chart.getWidth(), chart.getHeight()];
          // What it has been told a moment ago it draws with the next frame.
          const grids = () => chart.getModel().queryComponents({ mainType: 'grid' });
          while (grids().some(grid => !grid.coordinateSystem))
            await new Promise(requestAnimationFrame);
          const plots = grids().map(grid => grid.coordinateSystem.getRect());
          const MARK = 7;
          for (const shown of chart.getZr().storage.getDisplayList(true)) {
            if (shown.invisible || shown.ignore)
              continue;
            let rect = shown.getBoundingRect().clone();
            if (shown.transform)
              rect.applyTransform(shown.transform);
            if (![rect.x, rect.y, rect.width, rect.height].every(Number.isFinite)) {
              faults.push(`the chart draws something at ${JSON.stringify(rect)}: ${shown.type} ${shown.style.text ?? ''}`);
              continue;
            }
            let [left, top, right, bottom] = [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height];
            for (const clip of shown.__clipPaths ?? []) {
              const by = clip.getBoundingRect().clone();
              if (clip.transform)
                by.applyTransform(clip.transform);
              [left, top, right, bottom] = [Math.max(left, by.x), Math.max(top, by.y), Math.min(right, by.x + by.width), Math.min(bottom, by.y + by.height)];
            }
            if (right < left || bottom < top)
              continue;
            if (left < -SLACK || top < -SLACK || right > wide + SLACK || bottom > high + SLACK)
              faults.push(`the chart cuts off ${shown.type} "${shown.style.text ?? ''}": ${[left, top, right, bottom].map(Math.round)} of ${wide}, ${high}`);
            // Lines, bands and marks; what belongs to axes lies lower.
            if (shown.z >= 2 && !plots.some(plot => left >= plot.x - MARK && right <= plot.x + plot.width + MARK && top >= plot.y - MARK && bottom <= plot.y + plot.height + MARK))
              faults.push(`the chart draws beyond its axes: ${shown.type} ${[left, top, right, bottom].map(Math.round)}`);
          }
          return [...new Set(faults)].slice(0, 40);
        }
        """;
}
