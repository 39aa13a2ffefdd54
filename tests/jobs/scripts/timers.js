// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
'use strict';

// What was cleared does not come; the others come as often as they are to.
const seen = [];
const see = (...what) => seen.push(what.join('-'));

module.exports = (payload, callback) => {
    const cleared = setTimeout(see, 1, 'cleared');
    clearTimeout(cleared);
    clearTimeout(cleared);
    clearTimeout(undefined);
    clearImmediate(setImmediate(see, 'cleared'));
    setTimeout(see, 2, 'timer', 1);
    let count = 0;
    const interval = setInterval(() => {
        see('interval');
        if (++count < 3)
            return;
        clearInterval(interval);
        setTimeout(() => callback(null, seen.sort()), 20);
    }, 5);
};
