// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/crashinghelper.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>

// Does something to the helper of a spawner, again and again, at random.
class Faults final
{
public:
    // The spawner gets a helper that can crash at a point.
    Faults(Spawn::AsyncSpawner &spawner, quint32 seed);

    void start() { next(); }
    void stop();

    int ends() const { return m_ends; } // of helpers
    int kills() const { return m_kills; }
    int stops() const { return m_stops; }
    int crashes() const { return m_crashes; }
    int shortages() const { return m_shortages; }
    int shortHelpers() const { return m_shortHelpers; } // that were started

private:
    void next();
    void strike();
    void limitDescriptors(qint64 helper);
    void endShortOne();

    Spawn::AsyncSpawner &m_spawner;
    CrashingHelper m_helper;
    QRandomGenerator m_random;
    QTimer m_timer;
    int m_ends = 0;
    int m_kills = 0;
    int m_stops = 0;
    int m_crashes = 0;
    int m_shortages = 0;
    bool m_nextIsShort = false;
    bool m_isShort = false; // the one that runs
    bool m_isStopped = false;
    int m_shortHelpers = 0;
};
