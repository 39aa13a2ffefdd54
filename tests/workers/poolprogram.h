// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QString>

// What a pool runs, as a rule, and is given to do.

inline const QString Program = []() -> QString {
    using namespace Qt::StringLiterals;
    return NODE_POOL;
}();

inline QJsonArray numbers(int from, int to)
{
    QJsonArray array;
    for (int i = from; i < to; ++i)
        array.append(i);
    return array;
}
