// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QDialog>

#include <functional>

namespace Spawn {

// Asks before commands, workers or jobs are ended: counts them, names them, and keeps them unless
// told otherwise.
class VictimsDialog final : public QDialog
{
    Q_OBJECT
public:
    struct Question
    {
        QString key; // for "Do not ask again"
        QString verb; // "Kill"; "Send SIGHUP to"
        QString keep; // "Keep running"
        QString noun = QStringLiteral("command");
        QString note = {}; // what else happens
    };
    struct Victim
    {
        Mark mark;
        quint64 number = 0;
        QString name; // what the line begins with
        QString line;
    };
    static Victim victimOf(const CommandSnapshot &command, quint64 number);

    // Does it at once when nobody wants to be asked any more.
    static void ask(QWidget *parent, const Question &question, const QList<Victim> &first,
                    int count, const std::function<void()> &does);

private:
    VictimsDialog(QWidget *parent, const Question &question, const QList<Victim> &first, int count);
};

} // namespace Spawn
