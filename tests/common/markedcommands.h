// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/commandspy.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <deque>

// Commands that leave a mark each time they run.
class MarkedCommands final
{
public:
    MarkedCommands(Spawn::AsyncSpawner &spawner, int count)
    {
        for (int i = 0; i < count; ++i)
            m_spies.emplace_back(spawner.aspawn(testChild({QStringLiteral("append"), mark(i)})));
    }

    const std::deque<CommandSpy> &spies() const { return m_spies; }
    bool waitForAll()
    {
        return std::all_of(m_spies.begin(), m_spies.end(),
                           [](CommandSpy &spy) { return spy.waitForGone(); });
    }
    int successes() const
    {
        return static_cast<int>(
            std::count_if(m_spies.begin(), m_spies.end(),
                          [](const CommandSpy &spy) { return spy.result().isSuccess(); }));
    }
    // Of those that ran; a command that failed must not have left one.
    bool haveRunOnceIfEver() const
    {
        for (size_t i = 0; i < m_spies.size(); ++i) {
            const qint64 expected = m_spies[i].result().isSuccess() ? 1 : 0;
            if (runCount(mark(static_cast<int>(i))) != expected)
                return false;
        }
        return true;
    }
    const Spawn::CommandResult *failure() const
    {
        const auto failed = std::find_if(m_spies.begin(), m_spies.end(), [](const CommandSpy &spy) {
            return !spy.result().isSuccess();
        });
        return failed != m_spies.end() ? &failed->result() : nullptr;
    }
    int mostAttempts() const
    {
        int most = 0;
        for (const CommandSpy &spy : m_spies)
            most = std::max(most, spy.result().attempts);
        return most;
    }

private:
    QString mark(int number) const { return m_folder.filePath(QString::number(number)); }

    QTemporaryDir m_folder;
    std::deque<CommandSpy> m_spies;
};
