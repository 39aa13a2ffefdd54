// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clusters/clusteractions.h"
#include "models/clusterendfilter.h"
#include "models/clusterendmodel.h"
#include "models/clustermodel.h"
#include "models/requestrates.h"
#include "window/treepage.h"

namespace Spawn {

// The clusters of the application, their sockets and workers now, and how the former ones ended.
class ClustersPage final : public TreePage
{
    Q_OBJECT
public:
    explicit ClustersPage(QWidget *parent = nullptr);
    ~ClustersPage() override;

    std::optional<int> count() const override;
    bool open(const Subject &subject) override;

    QByteArray csv() const; // of the ends that are shown

private:
    QWidget *makeTools();
    void setColumnWidths();
    void makeActions();
    void showRows() override;
    void showCounts();
    void filterEnds() override;
    void showEmpty();
    void showSelection() override;
    void showActions() override;
    void clearRows() override;
    QList<ClusterPart> selected() const;
    void openCommand();
    void exportEnds();

    ClusterModel m_model;
    ClusterEndModel m_ends;
    ClusterEndFilter m_endFilter;
    ClusterActions m_actions;
    RequestRates m_rates;
    QAction *m_show = nullptr;
    int m_workers = 0;
};

} // namespace Spawn
