// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attach/attachtarget.h"

#include <QtCore/QSortFilterProxyModel>
#include <QtWidgets/QWidget>

namespace Spawn {

class AttachModel;
class ExplanationBand;
class RowTable;
class SearchField;

// The applications that run here, to choose from, and why one of them cannot be attached.
class RunningPage final : public QWidget
{
    Q_OBJECT
public:
    explicit RunningPage(AttachModel *model, QWidget *parent = nullptr);

    // Those of the selected that can be attached.
    QList<MonitorTarget> chosen() const;
    void select(const QString &key);
    void focusFilter();
    void focusTable();
    bool clearFilter(); // false: there is none

Q_SIGNALS:
    void chosenChanged();
    void activated();

private:
    QWidget *makeTools();
    void makeTable();
    void selectFirst();
    void explain();
    const AttachTarget &at(const QModelIndex &index) const;

    AttachModel *m_model;
    QSortFilterProxyModel m_filter;
    SearchField *m_search;
    RowTable *m_table;
    ExplanationBand *m_band;
};

} // namespace Spawn
