// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QList>
#include <QtCore/QString>

#include <functional>

namespace Spawn {

// What is asked for in the filter of the commands, parsed once:
//
//   ffmpeg "-i a.mov"                        both are in the command line or the label
//   state:failed AND (exit:127 OR signal:KILL) NOT label:thumb
//
// Fields are state, exit, signal, errno, label, pid, id and priority. NOT binds before AND, and
// AND, which can be left out, before OR; these three are in capitals.
class CommandQuery
{
public:
    static CommandQuery parsed(const QString &text);

    bool isEmpty() const { return m_nodes.isEmpty(); } // as is one with an error: all match
    const QString &error() const { return m_error; } // a sentence; empty: none
    bool matches(const CommandSnapshot &command) const;

    using Test = std::function<bool(const CommandSnapshot &)>;

private:
    friend class CommandQueryParser;

    // A tree in a list; children come before their parents, so that the last one is the root.
    struct Node
    {
        enum class Kind {
            Test,
            Not,
            And,
            Or,
        };
        Kind kind = Kind::Test;
        Test test;
        qsizetype left = -1;
        qsizetype right = -1;
    };

    bool matches(qsizetype node, const CommandSnapshot &command) const;

    QList<Node> m_nodes;
    QString m_error;
};

} // namespace Spawn
