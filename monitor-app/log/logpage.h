// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logfilter.h"
#include "models/logmodel.h"
#include "window/page.h"

#include <QtCore/QPointer>

#include <array>

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace Spawn {

class LogDetails;
class PageHead;
class QuietButton;
class RowTable;
class SearchField;

// What the spawner and its helper have said, the newest above.
class LogPage final : public Page
{
    Q_OBJECT
public:
    explicit LogPage(QWidget *parent = nullptr);

    void setApplication(ShownApplication *application) override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
    bool open(const Subject &subject) override;

    bool isFollowing() const;
    void setFollowing(bool following);
    // What the menu Export saves; JSON if the name says so, else CSV.
    QByteArray exported(const QString &fileName) const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeUpper();
    QWidget *makeExport();
    void makeActions();
    void showRecords();
    void showCounts();
    void showEmpty();
    void showDetails();
    void fillCategories();
    void setCategory(const QString &category);
    void openCommand();
    void save(const QString &name, const QString &format);
    QModelIndex selected() const;

    QPointer<ShownApplication> m_application;
    LogModel m_model;
    LogFilter m_filter;
    PageHead *m_head;
    std::array<QuietButton *, LogLevels> m_chips{};
    QuietButton *m_category = nullptr;
    QMenu *m_categories = nullptr;
    SearchField *m_search;
    QuietButton *m_follow;
    RowTable *m_table;
    QLabel *m_empty;
    QStackedWidget *m_tableOrEmpty;
    LogDetails *m_details;
    QSplitter *m_splitter;
    bool m_detailsClosed = false;
    bool m_applying = false; // rows come and go: a scroll is not the user's
};

} // namespace Spawn
