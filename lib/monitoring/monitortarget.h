// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace Spawn {

// A process of which a monitor might show a spawner.
//
// The name is what the process says of itself: show it as plain text, with control characters
// escaped.
struct MonitorTarget
{
    QString name;
    qint64 processId = 0;
    QString socket; // the path
    QString problem; // why it cannot be attached, a sentence; empty if it can
};

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::MonitorTarget)
