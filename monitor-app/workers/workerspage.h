// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolmodel.h"
#include "models/workerendfilter.h"
#include "models/workerendmodel.h"
#include "window/treepage.h"
#include "workers/workeractions.h"

namespace Spawn {

// The pools of the application, their workers now, and how the former ones ended.
class WorkersPage final : public TreePage
{
    Q_OBJECT
public:
    explicit WorkersPage(QWidget *parent = nullptr);
    ~WorkersPage() override;

    std::optional<int> count() const override;
    bool open(const Subject &subject) override;

    QByteArray csv() const; // of the ends that are shown

private:
    QWidget *makeTools();
    void setColumnWidths();
    void makeActions();
    void showRows() override;
    void showCounts(const QList<PoolSnapshot> &pools);
    void filterEnds() override;
    void showEmpty();
    void showSelection() override;
    void showActions() override;
    void clearRows() override;
    QList<PoolPart> selected() const;
    void openCommand();
    void exportEnds();

    PoolModel m_model;
    WorkerEndModel m_ends;
    WorkerEndFilter m_endFilter;
    WorkerActions m_actions;
    QAction *m_show = nullptr;
    int m_workers = 0;
};

} // namespace Spawn
