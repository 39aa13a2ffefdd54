// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/commandreply.h>

#include <QtCore/QObject>
#include <QtCore/QStringList>

// Every signal of a reply in its order, those of streams too: "started", "output", "error",
// "written", "exited", "finished". Several of a kind in a row are one.
class SignalOrder final
{
public:
    explicit SignalOrder(Spawn::CommandReply *reply)
    {
        using Spawn::CommandReply;
        note(reply, &CommandReply::started, "started");
        note(reply, &CommandReply::readyReadStandardOutput, "output");
        note(reply, &CommandReply::readyReadStandardError, "error");
        note(reply, &CommandReply::standardInputWritten, "written");
        note(reply, &CommandReply::exited, "exited");
        note(reply, &CommandReply::finished, "finished");
    }
    Q_DISABLE_COPY_MOVE(SignalOrder)

    QStringList names;
    int finishedCount = 0;

private:
    template <class Signal>
    void note(Spawn::CommandReply *reply, Signal signal, const char *name)
    {
        QObject::connect(reply, signal, &m_context, [this, text = QString::fromLatin1(name)] {
            finishedCount += text == QLatin1String("finished") ? 1 : 0;
            if (names.isEmpty() || names.constLast() != text)
                names.append(text);
        });
    }

    QObject m_context;
};
