// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QDialog>

#include <functional>

namespace Spawn {

// Asks before commands or workers are ended: counts them, names them, and keeps them unless told
// otherwise.
class VictimsDialog final : public QDialog
{
    Q_OBJECT
public:
    struct Question
    {
        QString key; // for "Do not ask again"
        QString verb; // "Kill"; "Send SIGHUP to"
        QString keep; // "Keep running"
        QString noun = QStringLiteral("command"); // or "worker", which is named by its process
        QString note = {}; // what else happens
    };

    // Does it at once when nobody wants to be asked any more.
    static void ask(QWidget *parent, const Question &question, const QList<CommandSnapshot> &first,
                    int count, const std::function<void()> &does);

private:
    VictimsDialog(QWidget *parent, const Question &question, const QList<CommandSnapshot> &first,
                  int count);
};

} // namespace Spawn
