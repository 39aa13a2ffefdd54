// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <optional>

namespace Spawn {

class MainWindow;
class Runner;
class RunReport;

// A run and the window that shows it. Who closes the window has seen enough of it: the run goes on
// in the terminal, and can be interrupted there. When it has ended the window stays.
class RunWindow final : public QObject
{
    Q_OBJECT
public:
    RunWindow(Runner *runner, RunReport *report, MainWindow *window, QObject *parent = nullptr);

    void interrupt(int signalNumber); // of a run that has ended: closes the window
    // The exit status. Whatever runs is given up.
    int conclude();

Q_SIGNALS:
    void over(); // it has ended, and the window is closed

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void takeEnd();

    Runner *const m_runner;
    RunReport *const m_report;
    MainWindow *const m_window;
    std::optional<int> m_status; // once it has ended
};

} // namespace Spawn
