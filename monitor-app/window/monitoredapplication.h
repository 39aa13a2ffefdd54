// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QObject>

namespace Spawn {

// One attached application, as it is now: where the window's values come from.
class MonitoredApplication : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual const SpawnerSnapshot &snapshot() const = 0;

Q_SIGNALS:
    void reset(); // another snapshot
    void changed(const QList<quint64> &commandIds); // these commands, and maybe the rest
    void disconnected(const QString &reason); // the snapshot stays as it was
};

} // namespace Spawn
