(function () {
  'use strict';

  var report = JSON.parse(document.getElementById('charts').textContent);
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var state = { seconds: false, printing: false, drawn: 0 };

  // Okabe and Ito's colours first: they can be told apart by people with any colour vision.
  var LIGHT = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#4b4ba8', '#4d9fc9', '#8a4b08', '#6b7280', '#b3003c'];
  var DARK = ['#4da3e0', '#f0883e', '#2bc49a', '#e39ac4', '#e3c04b', '#9a9af0', '#8fd0f2', '#c98a55', '#a3abb5', '#f2668f'];

  function theme() {
    var night = dark.matches && !state.printing;
    return night
      ? { colours: DARK, text: '#e4e8ec', quiet: '#a0a9b2', line: '#353b42', page: '#14171b', card: '#23282e',
          heat: ['#f0883e', '#7d4f2c', '#23282e', '#27608a', '#4da3e0'] }
      : { colours: LIGHT, text: '#1f2328', quiet: '#59636e', line: '#e1e5ea', page: '#ffffff', card: '#ffffff',
          heat: ['#d55e00', '#f0b68c', '#f7f7f7', '#8dbfdd', '#0072b2'] };
  }

  function colour(look, i) {
    if (i < look.colours.length) {
      return look.colours[i];
    }
    return 'hsl(' + Math.round(i * 137.5) % 360 + ', 55%, ' + (look.page === '#ffffff' ? 42 : 66) + '%)';
  }

  /** Four significant digits. */
  function number(value) {
    if (value === null || value === undefined || !isFinite(value)) {
      return '–';
    }
    var size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
      return value.toExponential(2);
    }
    return String(+value.toPrecision(4));
  }

  /** Seconds at a step, linear between those that are known. */
  function secondsAt(times, step) {
    var steps = times.steps;
    var low = 0;
    var high = steps.length - 1;
    if (high < 0) {
      return NaN;
    }
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (steps[middle] <= step) {
        low = middle;
      } else {
        high = middle;
      }
    }
    if (steps[high] === steps[low]) {
      return times.seconds[low];
    }
    var share = Math.min(1, Math.max(0, (step - steps[low]) / (steps[high] - steps[low])));
    return times.seconds[low] + share * (times.seconds[high] - times.seconds[low]);
  }

  function points(curve, xs, ys) {
    return xs.map(function (x, i) {
      return [state.seconds ? secondsAt(report.times[curve.run], x) : x, ys[i]];
    });
  }

  function base(look) {
    return {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { color: look.text, fontFamily: 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif' },
      grid: { left: 8, right: 18, top: 40, bottom: 26, containLabel: true },
      tooltip: {
        confine: true,
        backgroundColor: look.card,
        borderColor: look.line,
        textStyle: { color: look.text, fontSize: 12 },
        valueFormatter: number
      }
    };
  }

  function axis(look, name, more) {
    return Object.assign({
      type: 'value',
      name: name,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: look.quiet },
      axisLabel: { color: look.quiet, hideOverlap: true, formatter: number },
      axisLine: { show: true, lineStyle: { color: look.line } },
      splitLine: { lineStyle: { color: look.line } },
      minorTick: { show: false }
    }, more);
  }

  function legend(look, names, right) {
    return {
      type: 'scroll',
      top: 4,
      left: 4,
      right: right,
      data: names,
      itemWidth: 16,
      itemHeight: 8,
      textStyle: { color: look.text, width: 220, overflow: 'truncate' },
      inactiveColor: look.line,
      pageIconColor: look.text,
      pageIconInactiveColor: look.line,
      pageTextStyle: { color: look.quiet }
    };
  }

  function curves(chart, look, choice) {
    var option = base(look);
    var names = [];
    chart.curves.forEach(function (curve) {
      if (names.indexOf(curve.name) < 0) {
        names.push(curve.name);
      }
    });
    option.tooltip.trigger = 'axis';
    option.tooltip.order = 'valueDesc';
    option.tooltip.axisPointer = { type: 'line', label: { show: true }, lineStyle: { color: look.quiet } };
    option.legend = legend(look, names, chart.small ? 4 : 64);
    if (!chart.small) {
      option.toolbox = {
        top: 0,
        right: 4,
        iconStyle: { borderColor: look.quiet },
        feature: { dataZoom: { yAxisIndex: 'none', title: { zoom: 'zoom', back: 'back' } }, restore: { title: 'all' } }
      };
    }
    option.xAxis = axis(look, state.seconds ? 'seconds' : 'steps', {
      min: 'dataMin',
      max: 'dataMax',
      splitLine: { show: false },
      axisPointer: { label: { formatter: function (at) {
        return (state.seconds ? 'second ' : 'step ') + number(at.value);
      } } }
    });
    option.xAxis.axisLabel.alignMaxLabel = 'right';
    option.yAxis = axis(look, '', { type: choice.logarithmic ? 'log' : 'value', scale: true, axisLine: { show: false } });
    option.series = [];
    // Spikes lie below all means, so that no line hides another one's course.
    chart.curves.forEach(function (curve) {
      if (curve.meanX) {
        var at = colour(look, names.indexOf(curve.name));
        option.series.push({
          type: 'line', name: curve.name, data: points(curve, curve.x, curve.y), showSymbol: false, silent: true,
          lineStyle: { width: 0.8, opacity: 0.4, color: at }, itemStyle: { color: at }, tooltip: { show: false }, z: 1
        });
      }
    });
    chart.curves.forEach(function (curve) {
      var at = colour(look, names.indexOf(curve.name));
      var data = curve.meanX ? points(curve, curve.meanX, curve.meanY) : points(curve, curve.x, curve.y);
      option.series.push({
        type: 'line', name: curve.name, data: data, showSymbol: data.length === 1, symbolSize: 6,
        lineStyle: { width: 1.6, color: at }, itemStyle: { color: at }, emphasis: { disabled: true }, z: 2
      });
    });
    return option;
  }

  function range(clouds) {
    var least = Infinity;
    var most = -Infinity;
    clouds.forEach(function (cloud) {
      cloud.x.concat(cloud.y).forEach(function (value) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      });
    });
    var room = (most - least) * 0.03 || 1;
    return [least - room, most + room];
  }

  function scatter(chart, look) {
    var option = base(look);
    var ends = chart.joined ? [0, 1] : range(chart.clouds);
    option.tooltip.trigger = 'item';
    option.tooltip.renderMode = 'richText';
    option.tooltip.formatter = function (point) {
      return point.seriesName + '\n' + chart.xName + ' ' + number(point.value[0]) + ', ' + chart.yName + ' '
        + number(point.value[1]) + (point.value.length > 2 ? ', rows ' + point.value[2] : '');
    };
    option.legend = legend(look, chart.clouds.map(function (cloud) { return cloud.name; }), 4);
    option.legend.show = chart.clouds.length > 1;
    option.grid.top = chart.clouds.length > 1 ? 40 : 16;
    option.xAxis = axis(look, chart.xName, { min: ends[0], max: ends[1] });
    option.yAxis = axis(look, chart.yName, { min: ends[0], max: ends[1], nameGap: 44 });
    [option.xAxis, option.yAxis].forEach(function (one) {
      one.axisLabel.showMinLabel = chart.joined;
      one.axisLabel.showMaxLabel = chart.joined;
    });
    option.grid.left = 26;
    option.series = [{
      type: 'line', name: 'x = y', data: [[ends[0], ends[0]], [ends[1], ends[1]]], showSymbol: false, silent: true,
      lineStyle: { type: 'dashed', width: 1, color: look.quiet }, tooltip: { show: false }, z: 1
    }];
    chart.clouds.forEach(function (cloud, i) {
      var at = colour(look, i);
      var most = Math.max.apply(null, cloud.counts.concat(1));
      option.series.push({
        type: chart.joined ? 'line' : 'scatter', name: cloud.name, symbol: 'circle', showSymbol: true,
        symbolSize: function (value) { return value.length > 2 ? 5 + 13 * Math.sqrt(value[2] / most) : 4; },
        data: cloud.x.map(function (x, j) { return [x, cloud.y[j]].concat(cloud.counts.slice(j, j + 1)); }),
        itemStyle: { color: at, opacity: chart.joined ? 1 : 0.55 }, lineStyle: { color: at, width: 1.6 }, z: 2
      });
    });
    return option;
  }

  function bars(chart, look) {
    var option = base(look);
    option.tooltip.trigger = 'axis';
    option.tooltip.axisPointer = { type: 'shadow' };
    // Letters are wider than the library takes them for where a system font stands in.
    option.grid.left = 24;
    option.legend = legend(look, chart.parts.map(function (part) { return part.name; }), 4);
    option.xAxis = axis(look, chart.unit, {});
    option.yAxis = axis(look, '', {
      type: 'category', data: chart.bars, inverse: true, splitLine: { show: false },
      axisLabel: { color: look.text, width: 200, overflow: 'truncate' }
    });
    option.series = chart.parts.map(function (part, i) {
      return {
        type: 'bar', stack: 'all', name: part.name, data: part.values, barMaxWidth: 28,
        itemStyle: { color: colour(look, i) }
      };
    });
    return option;
  }

  function heat(chart, look, choice, width) {
    var option = base(look);
    var rows = chart.frames[choice.frame].rows;
    var count = chart.names.length;
    var cells = [];
    rows.forEach(function (row, i) {
      row.forEach(function (value, j) {
        if (value !== null) {
          // Where the colour is strong, the letters of the page would not show.
          cells.push({ value: [j, i, value], label: { color: Math.abs(value) > 0.6 ? '#ffffff' : look.text } });
        }
      });
    });
    option.grid = { left: 8, right: 8, top: 8, bottom: 44, containLabel: true };
    var category = function (more) {
      return axis(look, '', Object.assign({
        type: 'category', data: chart.names, splitLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: look.quiet, interval: 'auto', width: 90, overflow: 'truncate' }
      }, more));
    };
    option.xAxis = category({});
    option.xAxis.axisLabel.rotate = count > 6 ? 45 : 0;
    option.yAxis = category({ inverse: true });
    option.visualMap = {
      type: 'continuous', min: -1, max: 1, precision: 2, calculable: false, orient: 'horizontal', left: 'center', bottom: 0,
      itemWidth: 12, itemHeight: 120, text: ['1', '−1'], textStyle: { color: look.quiet }, inRange: { color: look.heat }
    };
    option.series = [{
      type: 'heatmap', data: cells, name: 'cosine',
      label: {
        show: count <= 12 && width / count > 34, fontSize: 10,
        formatter: function (cell) { return cell.value[2].toFixed(2).replace('-0.00', '0.00'); }
      },
      itemStyle: { borderColor: look.page, borderWidth: 1 }
    }];
    option.tooltip.renderMode = 'richText';
    option.tooltip.formatter = function (cell) {
      return chart.names[cell.value[1]] + ' and ' + chart.names[cell.value[0]] + ': ' + number(cell.value[2]);
    };
    return option;
  }

  var KINDS = { curves: curves, scatter: scatter, bars: bars, heat: heat };

  var figures = Array.prototype.map.call(document.querySelectorAll('figure[data-chart]'), function (element) {
    var chart = report.charts[+element.dataset.chart];
    return {
      element: element,
      plot: element.querySelector('.plot'),
      chart: chart,
      choice: { logarithmic: Boolean(chart.wide), frame: 0 },
      view: null
    };
  });

  function height(figure) {
    if (figure.chart.kind === 'bars') {
      return 110 + 34 * figure.chart.bars.length;
    }
    if (figure.chart.kind === 'heat') {
      return Math.min(560, Math.max(260, figure.plot.clientWidth * 0.85));
    }
    return 0;
  }

  function draw(figure) {
    var wanted = height(figure);
    if (wanted) {
      figure.plot.style.height = wanted + 'px';
    }
    if (!figure.view) {
      figure.view = echarts.init(figure.plot, null, { renderer: 'svg' });
    } else {
      figure.view.resize();
    }
    var option = KINDS[figure.chart.kind](figure.chart, theme(), figure.choice, figure.plot.clientWidth);
    figure.view.setOption(option, { notMerge: true });
  }

  function drawAll() {
    figures.forEach(draw);
  }

  function button(label, pressed, action) {
    var made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.setAttribute('aria-pressed', String(pressed));
    made.addEventListener('click', action);
    return made;
  }

  function choose(chosen, others) {
    others.forEach(function (one) { one.setAttribute('aria-pressed', String(one === chosen)); });
  }

  /** The choice between steps and seconds, for all curves. */
  function axisChoice() {
    var steps = button('steps', true, function () { set(false); });
    var seconds = button('seconds', false, function () { set(true); });
    function set(inSeconds) {
      state.seconds = inSeconds;
      choose(inSeconds ? seconds : steps, [steps, seconds]);
      figures.filter(function (figure) { return figure.view && figure.chart.kind === 'curves'; }).forEach(draw);
    }
    var place = document.createElement('div');
    place.className = 'axis-choice';
    place.append('Curves against', steps, seconds);
    document.querySelector('header').append(place);
  }

  function controls(figure) {
    var chart = figure.chart;
    if (chart.kind === 'curves') {
      var unit = document.createElement('span');
      unit.className = 'unit';
      unit.textContent = chart.unit;
      figure.element.querySelector('figcaption > span').append(' ', unit);
    }
    if (chart.kind === 'curves' && chart.positive) {
      var toggle = button('log', figure.choice.logarithmic, function () {
        figure.choice.logarithmic = !figure.choice.logarithmic;
        toggle.setAttribute('aria-pressed', String(figure.choice.logarithmic));
        draw(figure);
      });
      figure.element.querySelector('figcaption').append(toggle);
    }
    if (chart.kind === 'heat' && chart.frames.length > 1) {
      var place = document.createElement('label');
      var slider = document.createElement('input');
      var said = document.createElement('output');
      slider.type = 'range';
      slider.min = 0;
      slider.max = chart.frames.length - 1;
      slider.value = 0;
      slider.setAttribute('aria-label', 'steps');
      said.textContent = chart.frames[0].name;
      slider.addEventListener('input', function () {
        figure.choice.frame = +slider.value;
        said.textContent = chart.frames[+slider.value].name;
        draw(figure);
      });
      place.className = 'frames';
      place.append(slider, said);
      figure.element.append(place);
    }
  }

  if (figures.some(function (figure) { return figure.chart.kind === 'curves'; })) {
    axisChoice();
  }
  figures.forEach(controls);

  // A few at a time: the page can be read and scrolled from the start.
  function next() {
    var until = performance.now() + 40;
    while (state.drawn < figures.length && performance.now() < until) {
      if (!figures[state.drawn].view) {
        draw(figures[state.drawn]);
      }
      state.drawn++;
    }
    if (state.drawn < figures.length) {
      setTimeout(next, 0);
    } else {
      document.documentElement.dataset.drawn = String(figures.length);
    }
  }
  next();

  var waiting = 0;
  window.addEventListener('resize', function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (!state.printing) {
        drawAll();
      }
    }, 120);
  });
  dark.addEventListener('change', drawAll);
  window.addEventListener('beforeprint', function () {
    state.printing = true;
    // The page has its printed width only after this: the style sheet gives both the same.
    document.documentElement.classList.add('printing');
    drawAll();
  });
  window.addEventListener('afterprint', function () {
    state.printing = false;
    document.documentElement.classList.remove('printing');
    drawAll();
  });
}());
