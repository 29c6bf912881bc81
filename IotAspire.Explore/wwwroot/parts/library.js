// Loads the charting library, Apache ECharts: a classic script from a package, not a module.

const ADDRESS = new URL('../../_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js', import.meta.url).href;

export const loadCharts = () => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = ADDRESS;
  script.onload = () => resolve(globalThis.echarts);
  script.onerror = () => {
    script.remove();
    reject(new Error("The charting library can't be loaded."));
  };
  document.head.append(script);
});
