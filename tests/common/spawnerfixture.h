// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/commandspy.h"
#include "common/leftovers.h"

#include <spawner/asyncspawner.h>

#include <memory>
#include <optional>

// A spawner for one test function, and the look at what it left when it is gone.
//
//   void XTest::init() { m_fixture.begin(); }
//   void XTest::cleanup() { QTRY_COMPARE(m_fixture.left(), QString()); }
class SpawnerFixture final
{
public:
    SpawnerFixture()
    {
        // The I/O thread and its descriptors stay for the life of the process.
        Spawn::AsyncSpawner spawner;
        runCommand(spawner, {QStringLiteral("true")});
    }

    void begin()
    {
        m_leftovers.emplace();
        m_spawner = std::make_unique<Spawn::AsyncSpawner>();
    }
    Spawn::AsyncSpawner &spawner() { return *m_spawner; }
    Leftovers &leftovers() { return *m_leftovers; }

    // Ends the spawner first. Empty, or what is left, a line each.
    QString left()
    {
        m_spawner.reset();
        return m_leftovers->check();
    }

private:
    std::optional<Leftovers> m_leftovers;
    std::unique_ptr<Spawn::AsyncSpawner> m_spawner;
};
