// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/poolrequest.h"
#include "monitoring/snapshotwatch.h"

#include <workers/poolsnapshot.h>

#include <QtCore/QPointer>

namespace Spawn {

class WorkerPool;

// A pool, which says when a worker comes or goes; and what monitors ask of it.
class PoolWatch final : public SnapshotWatch
{
    Q_OBJECT
public:
    PoolWatch(WorkerPool *pool, quint64 number, QObject *parent);

    void request(const PoolRequest &request); // of another pool: nothing

Q_SIGNALS:
    void changed(const Spawn::PoolSnapshot &snapshot);
    void workerEnded(const Spawn::WorkerEnd &end);

private:
    void publish() override;

    const QPointer<WorkerPool> m_pool;
    PoolSnapshot m_last;
};

} // namespace Spawn
