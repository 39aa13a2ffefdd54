// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/poolrequest.h"

#include <workers/poolsnapshot.h>

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

namespace Spawn {

class WorkerPool;

// A pool as its own thread sees it, five times a second while somebody looks, else when a worker
// comes or goes; and what monitors ask of it. Lives in the pool's thread.
class PoolWatch final : public QObject
{
    Q_OBJECT
public:
    PoolWatch(WorkerPool *pool, quint64 number, QObject *parent);

    void setWatched(bool watched);
    void request(const PoolRequest &request); // of another pool: nothing

Q_SIGNALS:
    void changed(const Spawn::PoolSnapshot &snapshot);
    void workerEnded(const Spawn::WorkerEnd &end);
    void gone(quint64 number); // once; the last

private:
    void look();
    void publish();

    const QPointer<WorkerPool> m_pool;
    const quint64 m_number;
    PoolSnapshot m_last;
    QTimer m_timer; // one shot
    bool m_watched = false;
};

} // namespace Spawn
