// The modules that only compute, run where they will run; gives what is not as it is wanted.
return Promise.all(['format', 'sse', 'rates', 'events', 'pace', 'dom', 'nodes', 'store', 'dialogs', 'api'].map(name => import(`/dashboard/${name}.js`))).then(([f, s, r, e, p, d, n, store, dialogs, api]) => {
  const wrong = [];
  const same = (got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  };
  same([0, 999, 1234567, null].map(f.count), ['0', '999', '1\u202f234\u202f567', '–']);
  same([0, 999, 1000, 1234567, 999500, null].map(f.bytes), ['0 B', '999 B', '1 kB', '1.2 MB', '1 MB', '–']);
  same([0, 59999, 60000, 3720000, 90000000].map(f.span), ['0 s', '59 s', '1 min', '1 h 2 min', '1 d 1 h']);
  same(['5m', '250ms', '30d', '5', null].map(f.duration), [300000, 250, 2592000000, null, null]);
  same([0, 0.01, 4.25, 12.4].map(f.frequency), ['0/s', '<0.1/s', '4.3/s', '12/s']);
  const flips = [['backend-health', { from: 'up', to: 'down' }], ['backend-health', { from: 'down', to: 'up' }],
    ['backend-state', { to: 'draining' }], ['listener-changed', { field: 'paused', new: 'true' }],
    ['listener-changed', { field: 'paused', new: 'false' }]];
  same(flips.map(([type, details]) => e.kind({ type, details })), ['down', 'up', 'hold', 'hold', 'unknown']);
  const parser = new s.Parser();
  const all = ['id: 1\nevent: a\ndata: x\n\n: no', 'thing\r\ndata: y\r', '\ndata: z\r\n\r\n', 'data: half'].flatMap(t => parser.push(t));
  same(all, [{ id: '1', type: 'a', data: 'x' }, { id: '1', type: 'message', data: 'y\nz' }]);
  const rates = new r.Rates();
  const take = (opened, bytesIn, at) => {
    rates.take({ nodes: [{ node: 'n', listeners: [{ name: 'l', connections: 2, opened, refused: 0, bytesIn, bytesOut: 0 }], backends: [] }] }, at);
    return rates.listeners.get('l').in;
  };
  same([take(1, 100, 0), take(1, 300, 2000), take(0, 0, 4000), take(0, 50, 5000)], [null, 100, null, 50]);
  same([10, 300, 9000].map(took => p.untilNext(2000, took)), [2000, 3600, 5000]);
  same([10, 300, 9000].map(p.untilNews), [20, 600, 5000]);
  const list = document.querySelector('#main').appendChild(document.createElement('ul'));
  const show = (...names) => d.keyed(list, names, each => each, each => d.h('li', {}, d.h('button', { text: each })), () => {});
  show('a', 'b', 'c');
  list.children[1].firstChild.focus();
  show('a', 'c');
  same(document.activeElement.textContent, 'c');
  show('a');
  same(document.activeElement.textContent, 'a');
  show();
  same(document.activeElement.id, 'main');
  const [on, back] = [0, 1].map(() => list.appendChild(d.h('button')));
  on.focus();
  d.enable(on, false, back, true);
  same(document.activeElement === back, true);
  d.enable(on, true, back, false);
  same(document.activeElement === on, true);
  d.enable(on, false, back, false);
  same(document.activeElement.id, 'main');
  list.remove();
  const cluster = store.state.cluster;
  store.state.cluster = { nodes: [{ name: 'y' }, { name: 'x' }] };
  const kept = [n.colour('x'), n.colour('y')];
  store.state.cluster = { nodes: [{ name: 'y' }, { name: 'a' }] };
  same([n.colour('x'), n.colour('y'), kept.includes(n.colour('a')), n.colour('nobody')], [...kept, false, 'c-none']);
  store.state.cluster = cluster;
  const fetched = window.fetch;
  window.fetch = () => Promise.reject(new TypeError('cut'));
  const unanswered = api.change('POST', '/api/v1/reload').catch(failure => same(failure.message, 'The node does not answer. It may do it all the same: look before you ask again.'));
  window.fetch = fetched;
  const opener = document.querySelector('#main').appendChild(d.h('button'));
  opener.focus();
  const dialog = dialogs.open('?', []);
  opener.remove();
  dialog.close();
  return Promise.all([unanswered, new Promise(seen => setTimeout(seen, 100))]).then(() => {
    same(document.activeElement.id, 'main');
    return wrong;
  });
});
