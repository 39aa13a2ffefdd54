// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QMetaEnum>
#include <QtCore/QString>

namespace Spawn {

// The enumerator's own name, as a name in JSON: timedOut.
template <class Enum>
QString enumeratorName(Enum value)
{
    QString name = QLatin1String(QMetaEnum::fromType<Enum>().valueToKey(int(value)));
    if (!name.isEmpty())
        name[0] = name[0].toLower();
    return name;
}

} // namespace Spawn
