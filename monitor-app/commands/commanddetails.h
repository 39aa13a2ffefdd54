// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QWidget>

namespace Spawn {

class CommandActions;
class Facts;
class OutputView;
class SectionTitle;

// What is known of one command, and the end of its output.
class CommandDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit CommandDetails(const CommandActions &actions, QWidget *parent = nullptr);

    void setCommand(const CommandSnapshot &command, const SpawnerSnapshot &spawner, qint64 now);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QWidget *makeHead(const CommandActions &actions);
    void copy() const;
    void showOutput(const CommandSnapshot &command, const SpawnerSnapshot &spawner, qint64 now);

    CommandSnapshot m_command;
    QString m_note; // to the right, over the output
    QWidget *m_buttons;
    Facts *m_facts;
    OutputView *m_output;
};

} // namespace Spawn
