// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/asyncspawner.h>

#include <QtCore/QList>
#include <QtCore/QObject>

// All that a spawner tells of its helpers.
class HelperSpy final
{
public:
    explicit HelperSpy(const Spawn::AsyncSpawner &spawner)
    {
        using Spawn::AsyncSpawner;
        QObject::connect(&spawner, &AsyncSpawner::started, &m_context,
                         [this](qint64 processId) { started.append(processId); });
        QObject::connect(&spawner, &AsyncSpawner::stateChanged, &m_context,
                         [this](AsyncSpawner::State state) { states.append(state); });
        QObject::connect(&spawner, &AsyncSpawner::exit, &m_context,
                         [this](const Spawn::HelperExit &end) { exits.append(end); });
        QObject::connect(&spawner, &AsyncSpawner::error, &m_context,
                         [this](const Spawn::SpawnerError &error) { errors.append(error); });
        QObject::connect(&spawner, &AsyncSpawner::drained, &m_context, [this] { ++drained; });
    }
    Q_DISABLE_COPY_MOVE(HelperSpy)

    QList<qint64> started;
    QList<Spawn::AsyncSpawner::State> states;
    QList<Spawn::HelperExit> exits;
    QList<Spawn::SpawnerError> errors;
    int drained = 0;

private:
    QObject m_context;
};
