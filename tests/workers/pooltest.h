// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/spawnerfixture.h"
#include "workers/poolspy.h"

#include <memory>

// A pool for each test, which leaves nothing behind.
class PoolTest : public QObject
{
protected:
    static constexpr int Patience = PoolSpy::Patience;

    void begin()
    {
        m_fixture.begin();
        m_pool = std::make_unique<Spawn::WorkerPool>(&m_fixture.spawner());
        m_pool->setRespawnInterval(std::chrono::milliseconds(0));
        m_spy = std::make_unique<PoolSpy>(m_pool.get());
    }
    void end()
    {
        m_pool.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
    }

    Spawn::AsyncSpawner &spawner() { return m_fixture.spawner(); }
    Spawn::WorkerPool &pool() { return *m_pool; }

    std::unique_ptr<Spawn::WorkerPool> m_pool;
    std::unique_ptr<PoolSpy> m_spy;

private:
    SpawnerFixture m_fixture;
};
